import type { CoreMutation } from './core-mutation.ts';

const OUTBOUND = 'src/order/outbound.ts';
const INBOUND = 'src/order/inbound.ts';

/** The order of a channel: one after another, in and out, and nobody held up by others. */
export const laneMutations: readonly CoreMutation[] = [
  {
    name: 'lock: at most one put() is under way, or as many as are declared',
    file: OUTBOUND,
    line: 'if (this.#puts > 0 && (!together',
    becomes: 'if (this.#puts < 0 && (!together',
  },
  {
    name: 'lock: nothing leaves while something waits to go again',
    file: OUTBOUND,
    line: 'this.#holds > 0 || this.#again.length > 0) return;',
    becomes: 'this.#holds > 0) return;',
  },
  {
    name: 'lock: what goes again goes before all that has not left',
    file: OUTBOUND,
    line: 'this.#slots.putBack(this.#again);',
    becomes: 'for (const { job } of this.#again) this.#slots.append(job);',
  },
  {
    name: 'lock: what goes again keeps its order',
    file: 'src/order/slots.ts',
    line: 'b.number - a.number',
    becomes: 'a.number - b.number',
  },
  {
    name: 'lock: who calls back for an earlier wait is not listened to',
    file: OUTBOUND,
    line: 'if (this.#wait !== wait) return;',
    becomes: '',
  },
  {
    name: 'lock: what answers or changes a message leaves when that has landed',
    file: OUTBOUND,
    line: 'else if (job.follows && !this.#flights.empty) return;',
    becomes: '',
  },
  {
    name: 'lock: the receipts of a pipeline without echoes come in its order',
    file: OUTBOUND,
    line: 'else this.#settle(flight);',
    becomes: 'if (flight.up) this.#settle(flight);',
  },
  {
    name: 'lock: nothing leaves while the network is away',
    file: OUTBOUND,
    line: 'if (!this.#gate.open || this.#holds',
    becomes: 'if (this.#holds',
  },
  {
    name: 'lock: the rate of the network is kept to',
    file: OUTBOUND,
    line: 'if (this.#admitted !== job && !this.#admit(job)) return false;',
    becomes: '',
  },
  {
    name: 'lock: a put() that never ends is given up',
    file: OUTBOUND,
    line: 'tick - flight.since > limit',
    becomes: 'tick < 0',
  },
  {
    name: 'lock: who has waited too long for its turn is told',
    file: OUTBOUND,
    line: 'for (const slot of this.#slots) slot.job.wait();',
    becomes: '',
  },
  { name: 'fence: a send enters it', file: OUTBOUND, line: 'this.#fence.enter(flight);', becomes: '' },
  {
    name: 'fence: an event remembers the sends that were under way when it came',
    file: INBOUND,
    line: 'reached: undefined, mark: this.#fence.mark',
    becomes: 'reached: undefined, mark: 0',
  },
  {
    name: 'fence: an event waits for them',
    file: INBOUND,
    line: 'if (entry.mark !== 0 && !this.#fence.passed(entry.mark)) return',
    becomes: 'if (entry.mark < 0) return',
  },
  {
    name: 'fence: later sends hold up nothing',
    file: 'src/order/fence.ts',
    line: 'this.#first.number > mark',
    becomes: 'mark < 0',
  },
  {
    name: 'fence: a send is over one macrotask after its caller was told',
    file: OUTBOUND,
    line: 'else this.#host.settling.afterwards(flight);',
    becomes: 'else flight.end();',
  },
  {
    name: 'fence: a send is over when its ids are written down',
    file: OUTBOUND,
    line: 'if (isPending(safe)) safe.whenDone(() => this.#host.settling',
    becomes: 'if (isPending(safe) && flight.number < 0) safe.whenDone(() => this.#host.settling',
  },
  {
    name: 'fence: a plug whose echoes may come back elsewhere has one for all channels',
    file: 'src/host/connection.ts',
    line: "plug.capabilities.lock === 'plug' ? new Fence() : undefined",
    becomes: 'undefined',
  },
  {
    name: 'hand-out: the next event waits for the hooks',
    file: INBOUND,
    line: 'return this.#settled(wait);',
    becomes: 'this.#wait = undefined;\n    return true;',
  },
  {
    name: 'hand-out: an event waits until it is written down',
    file: INBOUND,
    line: 'if (isPending(entry.safe)) return entry.safe.whenDone(this.#ask);',
    becomes: '',
  },
  {
    name: 'hand-out: a hook that never ends is given up',
    file: INBOUND,
    line: 'if (tick - wait.since <= limit) return;',
    becomes: 'return;',
  },
  {
    name: 'hand-out: a hook that was given up is not listened to',
    file: INBOUND,
    line: 'if (this.#wait === wait && this.#settled(wait)',
    becomes: 'if (this.#settled(wait)',
  },
  {
    name: 'hand-out: a repeated event is dropped',
    file: 'src/host/intake.ts',
    line: 'if (this.#repeated(event)) return null;',
    becomes: '',
  },
  {
    name: 'hand-out: what comes live waits until the past was fetched',
    file: 'src/host/catch-up.ts',
    line: 'lane.inbound.hold();',
    becomes: 'lane.inbound.hold();\n      lane.inbound.release([]);',
  },
  {
    name: 'hand-out: what came live and belongs before what was fetched goes before it',
    file: 'src/host/catch-up.ts',
    line: 'else found.push(...this.#core.traffic',
    becomes: 'else if (safe !== null) found.push(...this.#core.traffic',
  },
  {
    name: 'turns: a backlog lets others in between',
    file: 'src/order/turns.ts',
    line: 'if (this.#left === 0 || this.#slice === 0) return false;',
    becomes: '',
  },
  {
    name: 'turns: timers and sockets get theirs',
    file: 'src/order/turns.ts',
    line: 'if (this.#left === 0) this.#clock.macrotask(this.#refill);',
    becomes: 'if (this.#left === 0) queueMicrotask(this.#refill);',
  },
];
