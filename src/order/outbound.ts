import { isThenable } from '../lifecycle/awaitable.ts';
import type { Fence } from './fence.ts';
import { Flight, Flights, type Tower } from './flight.ts';
import type { Gate, Job, OutboundHost } from './job.ts';
import type { LaneOwner } from './lane-owner.ts';
import { isPending } from './safe.ts';
import { type Slot, Slots } from './slots.ts';
import type { Runnable } from './turns.ts';

/** The messages to one channel, sent in the order in which they were given. */
export class OutboundLane implements Runnable, Tower {
  readonly #host: OutboundHost;
  readonly #gate: Gate;
  readonly #fence: Fence;
  readonly #owner: LaneOwner;
  readonly #slots = new Slots();
  /** How often it is held. */
  #holds = 0;
  /** What failed and goes again, while the lane waits a while before it does. */
  #resting: readonly Slot[] = [];
  /** Whether the lane waits for somebody to call back: the store, the rate, a timer, a hook. */
  #blocked = false;
  /** Which wait it is: who calls back for an earlier one, that another took the place of, is not listened to. */
  #wait = 0;
  /** The job at the head, once it is prepared. */
  #prepared: Job | undefined;
  /** The job at the head, once the network's rate has room for it. */
  #admitted: Job | undefined;
  readonly #flights = new Flights();
  #puts = 0;
  /** What failed and goes again, and how long after: nothing leaves until all flights have landed and these are back. */
  #again: Slot[] = [];
  #againAfterMs = 0;

  constructor(host: OutboundHost, gate: Gate, fence: Fence, owner: LaneOwner) {
    this.#host = host;
    this.#gate = gate;
    this.#fence = fence;
    this.#owner = owner;
  }

  /** How many jobs have not left. */
  get length(): number {
    return this.#slots.length;
  }

  /** What has not left, in order. */
  *waiting(): IterableIterator<Job> {
    for (const { job } of this.#slots) yield job;
  }

  /** Whether a job that is added now leaves as soon as those before it have: nothing has failed, nothing is held. */
  get flowing(): boolean {
    return this.#gate.open && this.#holds === 0 && this.#resting.length === 0 && this.#again.length === 0;
  }

  /** Sends nothing until {@link release} was called as often as this. */
  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    this.run();
  }

  get empty(): boolean {
    return this.#holds === 0 && this.#slots.head === undefined && this.#flights.empty && this.#again.length === 0;
  }

  /** Adds a job at the end; it leaves at once where nothing is in its way. */
  push(job: Job): void {
    const slot = this.#slots.append(job);
    if (this.#slots.head === slot) this.run();
  }

  /** Sends what may go now. */
  run(): void {
    for (let { head } = this.#slots; head !== undefined && !this.#blocked; { head } = this.#slots) {
      if (!this.#gate.open || this.#holds > 0 || this.#again.length > 0) return;
      const { job } = head;
      // What was cancelled, too: until that is written down a new process would send it, behind what had overtaken it.
      if (isPending(job.safe)) return this.#block((ready) => job.safe?.whenDone(ready));
      if (job.over || head.gone) this.#shift();
      // The next landing runs the lane again.
      else if (job.follows && !this.#flights.empty) return;
      else if (this.#prepared !== job) this.#prepare(head);
      else if (!this.#depart(head)) return;
    }
    this.#rest();
  }

  #block(arrange: (ready: () => void) => void): void {
    this.#blocked = true;
    this.#wait += 1;
    const wait = this.#wait;
    arrange(() => {
      if (this.#wait !== wait) return;
      this.#unblock();
      this.run();
    });
  }

  #unblock(): void {
    this.#blocked = false;
    this.#wait += 1;
    this.#resting = [];
  }

  /** A job has turned out to have been sent: there may be nothing left that the lane waits a while to try again. */
  awake(): void {
    if (this.#resting.length === 0 || this.#resting.some(({ job }) => !job.over)) return;
    this.#unblock();
    this.run();
  }

  #prepare(slot: Slot): void {
    const { job } = slot;
    const ready = job.prepare();
    const go = (goes: boolean): void => {
      slot.gone = !goes;
      // What goes again may have taken its place, or the lane was closed meanwhile.
      if (this.#slots.head !== slot) return;
      if (goes) this.#prepared = job;
      else this.#shift();
    };
    if (!isThenable(ready)) return go(ready);
    this.#block((unblock) => {
      ready.then((goes) => {
        go(goes);
        unblock();
      }, unblock);
    });
  }

  #shift(): void {
    this.#prepared = undefined;
    this.#slots.shift();
  }

  #depart(slot: Slot): boolean {
    const { job } = slot;
    const { width } = this.#gate;
    const together = job.parts <= width;
    const puts = together ? job.parts : 1;
    // The next landing runs the lane again.
    if (this.#puts > 0 && (!together || this.#puts + puts > width)) return false;
    if (!this.#host.turns.spend()) {
      this.#block((run) => this.#host.turns.ask({ run }));
      return false;
    }
    const safe = job.leaving();
    // It has turned out that it was sent before.
    if (job.over) {
      this.#shift();
      return true;
    }
    if (isPending(safe)) {
      this.#block((ready) => safe.whenDone(ready));
      return false;
    }
    if (this.#admitted !== job && !this.#admit(job)) return false;
    this.#admitted = undefined;
    this.#shift();
    this.#puts += puts;
    const flight = new Flight(slot, this.#host.tick, puts, this);
    this.#fence.enter(flight);
    this.#flights.add(flight);
    job.fly(together, flight);
    return true;
  }

  /** Takes its room in the network's rate; false: it is given later, and then the lane runs again. */
  #admit(job: Job): boolean {
    let now = false;
    this.#block((ready) => {
      now = this.#gate.admit(this.#owner, job.parts, () => {
        this.#admitted = job;
        ready();
      });
    });
    this.#blocked = !now;
    return now;
  }

  landed(flight: Flight): void {
    // It may have been given up before.
    if (!flight.up) return;
    flight.done = true;
    this.#puts -= flight.puts;
    if (this.#gate.inOrder) this.#settleInOrder();
    else this.#settle(flight);
    this.#next();
  }

  #settleInOrder(): void {
    for (let { first } = this.#flights; first?.done; { first } = this.#flights) this.#settle(first);
  }

  #settle(flight: Flight): void {
    this.#flights.delete(flight);
    const safe = flight.slot.job.landed();
    if (isPending(safe)) safe.whenDone(() => this.#host.settling.afterwards(flight));
    else this.#host.settling.afterwards(flight);
  }

  failed(flight: Flight, error: unknown): void {
    if (!flight.up) return;
    this.#flights.delete(flight);
    this.#puts -= flight.puts;
    const verdict = flight.slot.job.failed(error);
    this.#host.settling.afterwards(flight);
    if (this.#gate.inOrder) this.#settleInOrder();
    if (verdict.next === 'again') {
      this.#again.push(flight.slot);
      this.#againAfterMs = Math.max(this.#againAfterMs, verdict.afterMs);
    }
    this.#next();
  }

  #next(): void {
    if (this.#again.length > 0 && this.#flights.empty) this.#reorder();
    else this.run();
  }

  /** Puts what goes again back before all that has not left, in the old order. */
  #reorder(): void {
    this.#slots.putBack(this.#again);
    const resting = this.#again;
    this.#again = [];
    this.#prepared = undefined;
    const afterMs = this.#againAfterMs;
    this.#againAfterMs = 0;
    this.#resting = resting;
    this.#block((ready) => this.#host.after(afterMs, ready));
  }

  over(flight: Flight): void {
    this.#fence.leave(flight);
    this.#rest();
  }

  #rest(): void {
    if (this.empty) this.#owner.idle();
  }

  /** Gives up flights that take longer than `limit` ticks, and lets waiting jobs see how long they have waited. */
  check(tick: number, limit: number, timeout: () => Error): void {
    for (const flight of this.#flights.all()) {
      if (flight.done || !(flight.slot.job.late ?? tick - flight.since > limit)) continue;
      flight.slot.job.abort();
      this.failed(flight, timeout());
    }
    for (const slot of this.#slots) slot.job.wait();
    if (this.#slots.head?.job.over) this.run();
  }

  /** Takes out all that has not left, in order. */
  takeWaiting(): Job[] {
    const jobs = this.#slots.clear();
    this.#prepared = undefined;
    this.#admitted = undefined;
    this.#rest();
    return jobs;
  }

  /** Ends everything, and is ready for new jobs: what is in flight is aborted, and all that waits is given to `end`. */
  close(end: (job: Job) => void): void {
    const jobs: Job[] = this.#again.map(({ job }) => job);
    for (const flight of this.#flights.all()) {
      if (flight.done) {
        this.#settle(flight);
        continue;
      }
      flight.slot.job.abort();
      jobs.push(flight.slot.job);
      this.#puts -= flight.puts;
      this.#host.settling.afterwards(flight);
    }
    jobs.push(...this.#slots.clear());
    this.#flights.clear();
    this.#again = [];
    this.#prepared = undefined;
    this.#unblock();
    for (const job of jobs) end(job);
    this.#rest();
  }
}
