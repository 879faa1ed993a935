import type { CoreMutation } from './core-mutation.ts';

/** What is ours, and what is a copy of what. */
export const echoMutations: readonly CoreMutation[] = [
  {
    name: 'ledger: ids are recorded before the lane lets go',
    file: 'src/host/outgoing.ts',
    line: 'this.#host.record(this.copy, this.ids());',
    becomes: '',
  },
  {
    name: 'ledger: what we sent is not news when it comes back',
    file: 'src/host/recognise.ts',
    line: 'return asEcho(event, copy);',
    becomes: 'return event;',
  },
  {
    name: 'ledger: only the first part is primary',
    file: 'src/host/recognise.ts',
    line: '!copy.secondary && copy.ids[0] === event.ref.id',
    becomes: '!copy.secondary',
  },
  {
    name: 'ledger: an echo is known by its key, too',
    file: 'src/host/dispatch.ts',
    line: 'ownSends.add(outgoing, index, ids);',
    becomes: '',
  },
  {
    name: 'ledger: the keys of an earlier process are known',
    file: 'src/host/recovery.ts',
    line: 'core.ownSends.restore(copy, row.key, row.refs.length);',
    becomes: '',
  },
  {
    name: 'ledger: a send of unknown outcome is remembered for its echo',
    file: 'src/host/dispatch.ts',
    line: 'if (!error.certain) unsettled.add(outgoing);',
    becomes: '',
  },
  {
    name: 'ledger: a send that a crash cut off is remembered for its echo',
    file: 'src/host/recovery.ts',
    line: 'row.attempts + 1;\n  core.unsettled.add(outgoing);',
    becomes: 'row.attempts + 1;',
  },
  {
    name: 'ledger: an echo settles a send of unknown outcome',
    file: 'src/host/recognise.ts',
    line: 'if (outgoing.confirm(index, event.ref.id)) settled(outgoing);',
    becomes: '',
  },
  {
    name: 'ledger: a stranger who says the same words is no echo',
    file: 'src/host/unsettled.ts',
    line: 'if (event.self || event.user === undefined) return true;',
    becomes: 'return true;',
  },
  {
    name: 'ledger: it has a limit',
    file: 'src/order/recent.ts',
    line: 'if (this.#size < this.#limit) return;',
    becomes: 'return;',
  },
  {
    name: 'ledger: so has the memory of what came',
    file: 'src/order/seen.ts',
    line: 'if (this.#size >= this.#limit) this.#turn();',
    becomes: '',
  },
  {
    name: 'loops: a message goes where none of its family has been',
    file: 'src/host/errands.ts',
    line: 'if (family.copies.some((copy) => hasBeen(copy, from, route.channel))) return undefined;',
    becomes: '',
  },
  {
    name: 'loops: what comes back from a thread does not go to the channel it hangs on',
    file: 'src/host/errands.ts',
    line: 'return parent === channel;',
    becomes: 'return false;',
  },
  {
    name: 'loops: a correction or notice is not carried on',
    file: 'src/host/errands.ts',
    line: 'if (from.secondary) return [];',
    becomes: '',
  },
  {
    name: 'links: they are kept when the message has its ids',
    file: 'src/host/dispatch.ts',
    line: 'copy !== undefined && store.lasting ? [linkOf(copy, clock.now())] : NOTHING;',
    becomes: 'NOTHING;',
  },
  {
    name: 'links: they are kept with the row, before the message is sent',
    file: 'src/host/relay.ts',
    line: 'const link = copy ?? (unsent && target);',
    becomes: 'const link = unsent && target;',
  },
  {
    name: 'links: so is which edit a message leaves with',
    file: 'src/host/relay.ts',
    line: 'const link = copy ?? (unsent && target);',
    becomes: 'const link = copy;',
  },
  {
    name: 'links: the original is kept with them',
    file: 'src/host/relay.ts',
    line: 'for (const from of originals(errands))',
    becomes: 'for (const from of originals([]))',
  },
  {
    name: 'links: it is kept again with each edit',
    file: 'src/host/errands.ts',
    line: "action.kind !== 'edit' && (action",
    becomes: '(action',
  },
  {
    name: 'links: a copy tells which edit it shows',
    file: 'src/host/applied.ts',
    line: 'about.shown = action.version ?? about.shown;',
    becomes: '',
  },
  {
    name: 'links: an edit that is on its way counts after a restart',
    file: 'src/host/recovery.ts',
    line: "if (action.kind === 'edit' && about !== undefined) expectEdit(",
    becomes: 'if (about === null) expectEdit(',
  },
  {
    name: 'links: an edit is not made where its message left with a newer one',
    file: 'src/host/outgoing.ts',
    line: 'refuseOutdated(this.channel, this.action, this.about);',
    becomes: '',
  },
  {
    name: 'links: those of the newest messages are loaded after a restart',
    file: 'src/host/recovery.ts',
    line: 'links.load(await store.links(REMEMBERED));',
    becomes: '',
  },
  {
    name: 'links: the store is asked for what memory has forgotten',
    file: 'src/host/links.ts',
    line: 'if (copy !== undefined || !this.#store.lasting) return copy;',
    becomes: 'if (this.#store.name !== "") return copy;',
  },
];
