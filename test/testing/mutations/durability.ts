import type { CoreMutation } from './core-mutation.ts';

const DISPATCH = 'src/host/dispatch.ts';
const RECOVERY = 'src/host/recovery.ts';

/** What must survive a crash: journal and outbox. */
export const durabilityMutations: readonly CoreMutation[] = [
  {
    name: 'journal: events are written down',
    file: 'src/host/intake.ts',
    line: 'if (!lasting) return undefined;',
    becomes: 'return undefined;',
  },
  {
    name: 'journal: queue() resolves when the event is written down',
    file: 'src/host/intake.ts',
    line: 'if (safe === undefined || safe.done) return room;',
    becomes: 'return room;',
  },
  {
    name: 'journal: of a repeated event, too',
    file: 'src/host/intake.ts',
    line: 'return lasting ? committer.sofar().promise() : SAFE;',
    becomes: 'return SAFE;',
  },
  {
    name: 'journal: what was not finished is handed out again',
    file: RECOVERY,
    line: 'intake.again(fromRecord(',
    becomes: 'record.sequence < 0 && intake.again(fromRecord(',
  },
  {
    name: 'journal: what all hooks have finished is not',
    file: 'src/host/machinery.ts',
    line: "if (sequence !== undefined && !this.#relay.keeps(sequence)) this.committer.add({ op: 'event-done', sequence });",
    becomes: '',
  },
  {
    name: 'journal: a hook that has finished is not asked again',
    file: 'src/host/relay.ts',
    line: 'if (sequence !== undefined) extra.push({',
    becomes: 'if (sequence !== undefined && sequence < 0) extra.push({',
  },
  {
    name: 'journal: what an earlier process has seen is not new',
    file: RECOVERY,
    line: 'if (known !== undefined) intake.remember(known, identity);',
    becomes: '',
  },
  {
    name: 'journal: what came ahead of what is to be fetched does not tell how far we have heard',
    file: 'src/store/message-id.ts',
    line: 'ahead: ahead === true',
    becomes: 'ahead: false',
  },
  {
    name: 'journal: nor does the echo that the host made',
    file: 'src/host/intake.ts',
    line: 'const made = !history && ',
    becomes: 'const made = false && ',
  },
  {
    name: 'journal: nor does what comes live before the past was fetched',
    file: 'src/host/catch-up.ts',
    line: 'this.#core.intake.doubt(channel);',
    becomes: '',
  },
  {
    name: 'journal: nor where the connection went again before all was fetched',
    file: 'src/host/catch-up.ts',
    line: 'if (!signal.aborted) this.#core.intake.trust(channel);',
    becomes: 'this.#core.intake.trust(channel);',
  },
  {
    name: 'journal: once all was fetched, it does',
    file: 'src/host/intake.ts',
    line: 'this.#doubted.delete(channel);',
    becomes: '',
  },
  {
    name: 'journal: what comes behind an event that was refused does not',
    file: 'src/host/intake.ts',
    line: 'if (event.plug.capabilities.history !== undefined) this.doubt(event.channel);',
    becomes: '',
  },
  {
    name: 'outbox: nothing is sent before its row is written down',
    file: 'src/order/outbound.ts',
    line: 'if (isPending(job.safe)) return this.#block((ready) => job.safe?.whenDone(ready));',
    becomes: '',
  },
  {
    name: 'outbox: nor before it is written down that what comes first was cancelled',
    file: 'src/order/outbound.ts',
    line: 'if (isPending(job.safe)) return',
    becomes: 'if (!job.over && isPending(job.safe)) return',
  },
  {
    name: 'outbox: nor before what has changed it is',
    file: 'src/host/relay.ts',
    line: 'for (const one of changed) one.safe = batch;',
    becomes: '',
  },
  {
    name: 'outbox: nothing is sent before it is written down that it is being sent',
    file: DISPATCH,
    line: "return rows.change(row, 'sending');",
    becomes: "rows.change(row, 'sending');\n    return undefined;",
  },
  {
    name: 'outbox: what must not be sent twice is not marked as being sent before it is',
    file: DISPATCH,
    line: "if (options.policy === 'at-most-once') return false;",
    becomes: '',
  },
  {
    name: 'outbox: what may have arrived stays uncertain, though a further attempt certainly has not',
    file: DISPATCH,
    line: "outgoing.lost === 0 ? 'pending'",
    becomes: "error.certain ? 'pending'",
  },
  {
    name: 'outbox: after a crash, each of its attempts may have arrived',
    file: RECOVERY,
    line: 'row.attempts + 1;\n  core.unsettled',
    becomes: '1;\n  core.unsettled',
  },
  {
    name: 'outbox: a failed message goes again',
    file: 'src/order/outbound.ts',
    line: "if (verdict.next === 'again') {",
    becomes: "if (verdict.next === 'again' && flight.puts < 0) {",
  },
  {
    name: 'outbox: not for ever',
    file: DISPATCH,
    line: 'if (outgoing.failures >= MAX_ATTEMPTS) return undefined;',
    becomes: '',
  },
  {
    name: 'outbox: what was to be sent at most once does not go again when it may have been sent',
    file: DISPATCH,
    line: "if (!error.certain && options.policy === 'at-most-once') return undefined;",
    becomes: '',
  },
  {
    name: 'outbox: before it goes again, its echo is looked for among what waits for hooks',
    file: DISPATCH,
    line: 'this.#lookForEcho(outgoing);',
    becomes: '',
  },
  {
    name: 'outbox: parts that have arrived do not go again',
    file: 'src/host/fly.ts',
    line: 'if (flier.has(index)) continue;',
    becomes: '',
  },
  {
    name: 'outbox: nor where they leave together',
    file: 'src/host/fly.ts',
    line: 'if (!flier.has(index)) calls',
    becomes: 'calls',
  },
  {
    name: 'outbox: what was given up sends no further part',
    file: 'src/host/fly.ts',
    line: 'if (flier.ended(attempt)) return;',
    becomes: '',
  },
  {
    name: 'outbox: a retry has the key of the first attempt',
    file: 'src/host/fly.ts',
    line: 'new CallOptions(flier, flier.key,',
    becomes: 'new CallOptions(flier, flier.key + flier.attempts,',
  },
  {
    name: 'outbox: a restart does not give it another',
    file: RECOVERY,
    line: 'key: row.key,',
    becomes: 'key: row.key.toUpperCase(),',
  },
  {
    name: 'outbox: what is left over after a crash is taken up',
    file: RECOVERY,
    line: 'if (channel !== undefined) await dispatch.backlog.begin(channel);',
    becomes: '',
  },
  {
    name: 'outbox: what was being sent when the process died is uncertain',
    file: RECOVERY,
    line: "if (row.state === 'sending') core.rows.change",
    becomes: "if (row.state === 'dead') core.rows.change",
  },
  {
    name: 'outbox: and is not sent again where it was to be sent at most once',
    file: RECOVERY,
    line: "if (uncertain && outgoing.options.policy === 'at-most-once') outgoing.over = true;\n  else ",
    becomes: '',
  },
  {
    name: 'outbox: what is posted while the host opens goes behind it',
    file: 'src/host/host.ts',
    line: 'if (store.lasting) dispatch.backlog.hold();',
    becomes: 'if (store.lasting) {\n        dispatch.backlog.hold();\n        dispatch.backlog.release();\n      }',
  },
  {
    name: 'outbox: what is posted behind unread rows waits for them',
    file: 'src/host/outbox-backlog.ts',
    line: 'else if (backlog === undefined) return false;',
    becomes: 'else if (backlog === undefined || backlog.after >= 0) return false;',
  },
  {
    name: 'outbox: what is sent behind them keeps its place among what is posted',
    file: 'src/host/outbox-backlog.ts',
    line: 'const backlog = this.#channels.get(channel);\n    if (this.#held',
    becomes:
      'if (row === undefined) return false;\n    const backlog = this.#channels.get(channel);\n    if (this.#held',
  },
  {
    name: 'outbox: nothing is sent while the past is fetched, which may hold its echo',
    file: 'src/host/catch-up.ts',
    line: 'lane.outbound.hold();',
    becomes: 'lane.outbound.hold();\n      lane.outbound.release();',
  },
  {
    name: 'store: a commit that failed is tried again',
    file: 'src/store/committer.ts',
    line: 'if (!error.retryable) {',
    becomes: 'if (error !== undefined) {',
  },
  {
    name: 'store: a commit that can never succeed is taken apart',
    file: 'src/store/committer.ts',
    line: 'if (parts.length > 1) this.#queue.takeApart(parts);',
    becomes: 'if (parts.length > 1) for (const { batch } of parts) batch.settle(error);',
  },
];
