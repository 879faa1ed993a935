import type { CoreMutation } from './core-mutation.ts';

const HOST = 'src/host/host.ts';
const HALT = 'src/host/halt.ts';

/** How things end: drained, bounded, given up, begun again. */
export const endMutations: readonly CoreMutation[] = [
  {
    name: 'drain: close() hands out and sends what is queued',
    file: HALT,
    line: 'await drain(traffic, clock, limits.closeTimeoutMs, () => machinery.dispatch.notices.flush());',
    becomes: '',
  },
  {
    name: 'drain: removePlug() hands out and sends what is queued',
    file: HOST,
    line: 'if (this.#open) await drain(',
    becomes: 'if (!this.#open) await drain(',
  },
  {
    name: 'drain: what waits for a network that is away is not waited for',
    file: 'src/host/drain.ts',
    line: '!lane.outbound.empty && mayYetSend(lane.channel?.plug)',
    becomes: '!lane.outbound.empty',
  },
  {
    name: 'drain: it has an end',
    file: 'src/host/drain.ts',
    line: 'const cancel = clock.after(ms, () => finish(false));',
    becomes: 'const cancel = (): void => undefined;',
  },
  {
    name: 'drain: what is left is not finished by hooks that are gone',
    file: 'src/host/traffic.ts',
    line: 'unfinished += inbound.close();',
    becomes: 'unfinished += inbound.empty ? 0 : 1;',
  },
  {
    name: 'drain: nothing is taken while the host closes',
    file: 'src/host/intake.ts',
    line: 'if (halted || (!taking && !event.self)) {',
    becomes: 'if (halted) {',
  },
  {
    name: 'drain: nor of a plug that is being removed',
    file: 'src/host/connection.ts',
    line: 'if (this.leaving && !event.self) return refusal',
    becomes: 'if (this.leaving && event.self) return refusal',
  },
  {
    name: 'drain: removeHook() hands it what is queued',
    file: HOST,
    line: 'if (runner === undefined) return;\n    await queuedNow(traffic, this.#machinery);',
    becomes: 'if (runner === undefined) return;',
  },
  {
    name: 'drain: what was written is in the store when close() ends',
    file: HALT,
    line: '() => committer.drain()',
    becomes: '() => Promise.resolve()',
  },
  {
    name: 'bounded: queue() waits where ten thousand events are queued',
    file: 'src/host/intake.ts',
    line: 'if (backlog.queued <= HIGH_WATER) return SAFE;',
    becomes: 'return SAFE;',
  },
  {
    name: 'bounded: a store that falls behind is waited for',
    file: 'src/host/relay.ts',
    line: 'return batch.done || committer.pending < MAX_PENDING ? undefined : batch.promise();',
    becomes: 'return undefined;',
  },
  {
    name: 'bounded: a lane without work is let go',
    file: 'src/host/traffic.ts',
    line: 'if (!idle) return;',
    becomes: 'return;',
  },
  {
    name: 'outage: a lost connection is made again',
    file: 'src/lifecycle/supervisor.ts',
    line: "if (this.#wanted && this.#state === 'waiting') this.#arm(delay);",
    becomes: '',
  },
  {
    name: 'outage: a start that failed is tried again',
    file: 'src/lifecycle/supervisor.ts',
    line: 'if (failure !== undefined) this.#retryAfter(',
    becomes: 'if (failure !== undefined && this.#attempt < 0) this.#retryAfter(',
  },
  {
    name: 'outage: what waited for the network is sent when it is back',
    file: 'src/host/connection.ts',
    line: 'if (connected) this.wake();',
    becomes: '',
  },
  {
    name: 'outage: a hook that throws is named, and the rest carries on',
    file: 'src/order/inbound.ts',
    line: '} catch (error) {\n        this.#host.failed(step.name, event, error);',
    becomes: '} catch (error) {\n        throw error;',
  },
];
