import { isThenable } from '../lifecycle/awaitable.ts';
import type { Ending, Fence, Passage, Settling } from './fence.ts';
import { isPending, type LaneOwner, type Safe } from './inbound.ts';
import type { Runnable, Turns } from './turns.ts';

/** What is to become of a job whose flight failed. */
export type Verdict =
  /** It is over: whoever waits was told. */
  | { readonly next: 'drop' }
  /** It goes again in its place, after so many milliseconds. */
  | { readonly next: 'again'; readonly afterMs: number };

/** One message, edit, delete or reaction on its way to a channel. */
export interface Job {
  /** What has to be written down before it may go. */
  readonly safe: Safe | undefined;
  /** How many `put()`s it takes; known once prepared. */
  readonly parts: number;
  /** Whether it is over although it has not left: cancelled, expired. */
  readonly over: boolean;
  /** Whether it is about a message that may be on its way before it: then it is prepared when that has landed. */
  readonly follows: boolean;
  /** Makes it ready; gives whether it is still to go, and from here. Never throws. Called again before each attempt. */
  prepare(): boolean | PromiseLike<boolean>;
  /** Is about to leave: gives what has to be written down first. It may be over then, because it was sent before. */
  leaving(): Safe | undefined;
  /** Sends it; with `together` all parts at once, else one after another. */
  fly(together: boolean): Promise<void>;
  /** Records the ids and tells the caller; gives what has to be written down before an echo may be handed out. */
  landed(): Safe | undefined;
  failed(error: unknown): Verdict;
  /** Whether whoever sent it has waited as long as they wanted; undefined where they wanted nothing in particular. */
  readonly late: boolean | undefined;
  /** Nobody waits for it any longer: aborts its signal. */
  abort(): void;
  /** Time passes while it waits: it may find that it is over. */
  wait(): void;
  /** Ends it without sending it. */
  cancel(error: Error): void;
}

/** The host's side of an outgoing lane. */
export interface OutboundHost {
  readonly turns: Turns;
  readonly settling: Settling;
  readonly tick: number;
  after(ms: number, callback: () => void): void;
}

/** The network's side of an outgoing lane. */
export interface Gate {
  /** Whether the network can be written to; lanes are woken when it can again. */
  readonly open: boolean;
  /** How many `put()`s of a channel may be under way. */
  readonly width: number;
  /** Whether flights land in the order in which they left, since what they bring is handed out as it lands. */
  readonly inOrder: boolean;
  /** Takes `puts` from what the network's rate allows that lane; false: it will call back when there is room. */
  admit(lane: LaneOwner, puts: number, ready: () => void): boolean;
}

interface Slot {
  readonly number: number;
  readonly job: Job;
  /** Whether preparing it has shown that it does not go, or not from here. */
  gone: boolean;
  next: Slot | undefined;
}

/** A job that left and has not landed. */
class Flight implements Passage, Ending {
  readonly slot: Slot;
  readonly since: number;
  readonly puts: number;
  /** Whether the network has taken it. */
  done = false;
  number = 0;
  previous: Passage | undefined = undefined;
  next: Passage | undefined = undefined;
  readonly #over: (flight: Flight) => void;

  constructor(slot: Slot, since: number, puts: number, over: (flight: Flight) => void) {
    this.slot = slot;
    this.since = since;
    this.puts = puts;
    this.#over = over;
  }

  end(): void {
    this.#over(this);
  }
}

/** The messages to one channel, sent in the order in which they were given. */
export class OutboundLane implements Runnable {
  readonly #host: OutboundHost;
  readonly #gate: Gate;
  readonly #fence: Fence;
  readonly #owner: LaneOwner;
  #head: Slot | undefined;
  #tail: Slot | undefined;
  #count = 0;
  #length = 0;
  /** How often it is held. */
  #holds = 0;
  /** Whether it waits a while before it tries again what failed. */
  #resting = false;
  /** Whether the lane waits for somebody to call back: the store, the rate, a timer, a hook. */
  #blocked = false;
  /** Which wait it is: who calls back for an earlier one, that another took the place of, is not listened to. */
  #wait = 0;
  /** The job at the head, once it is prepared. */
  #prepared: Job | undefined;
  /** The job at the head, once the network's rate has room for it. */
  #admitted: Job | undefined;
  readonly #flights = new Set<Flight>();
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
    return this.#length;
  }

  /** Whether a job that is added now leaves as soon as those before it have: nothing has failed, nothing is held. */
  get flowing(): boolean {
    return this.#gate.open && this.#holds === 0 && !this.#resting && this.#again.length === 0;
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
    return this.#holds === 0 && this.#head === undefined && this.#flights.size === 0 && this.#again.length === 0;
  }

  /** Adds a job at the end; it leaves at once where nothing is in its way. */
  push(job: Job): void {
    this.#count += 1;
    const slot: Slot = { number: this.#count, job, gone: false, next: undefined };
    if (this.#tail === undefined) this.#head = slot;
    else this.#tail.next = slot;
    this.#tail = slot;
    this.#length += 1;
    if (this.#head === slot) this.run();
  }

  /** Sends what may go now. */
  run(): void {
    while (this.#head !== undefined && !this.#blocked) {
      if (!this.#gate.open || this.#holds > 0 || this.#again.length > 0) return;
      const { job } = this.#head;
      if (job.over || this.#head.gone) this.#shift();
      else if (isPending(job.safe)) return this.#block((ready) => job.safe?.whenDone(ready));
      // The next landing runs the lane again.
      else if (job.follows && this.#flights.size > 0) return;
      else if (this.#prepared !== job) this.#prepare(this.#head);
      else if (!this.#depart(this.#head)) return;
    }
    this.#rest();
  }

  #block(arrange: (ready: () => void) => void): void {
    this.#blocked = true;
    this.#wait += 1;
    const wait = this.#wait;
    arrange(() => {
      if (this.#wait !== wait) return;
      this.#blocked = false;
      this.run();
    });
  }

  #prepare(slot: Slot): void {
    const { job } = slot;
    const ready = job.prepare();
    const go = (goes: boolean): void => {
      slot.gone = !goes;
      // What goes again may have taken its place, or the lane was closed meanwhile.
      if (this.#head !== slot) return;
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
    this.#length -= 1;
    this.#head = this.#head?.next;
    if (this.#head === undefined) this.#tail = undefined;
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
    const flight = new Flight(slot, this.#host.tick, puts, this.#leave);
    this.#fence.enter(flight);
    this.#flights.add(flight);
    job.fly(together).then(
      () => this.#land(flight),
      (error: unknown) => this.#fail(flight, error),
    );
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

  #land(flight: Flight): void {
    // It may have been given up before.
    if (!this.#flights.has(flight)) return;
    flight.done = true;
    this.#puts -= flight.puts;
    if (this.#gate.inOrder) this.#settleInOrder();
    else this.#settle(flight);
    this.#next();
  }

  #settleInOrder(): void {
    for (const flight of this.#flights) {
      if (!flight.done) return;
      this.#settle(flight);
    }
  }

  #settle(flight: Flight): void {
    this.#flights.delete(flight);
    const safe = flight.slot.job.landed();
    if (isPending(safe)) safe.whenDone(() => this.#host.settling.afterwards(flight));
    else this.#host.settling.afterwards(flight);
  }

  #fail(flight: Flight, error: unknown): void {
    if (!this.#flights.delete(flight)) return;
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
    if (this.#again.length > 0 && this.#flights.size === 0) this.#reorder();
    else this.run();
  }

  /** Puts what goes again back before all that has not left, in the old order. */
  #reorder(): void {
    const again = this.#again.sort((a, b) => b.number - a.number);
    this.#again = [];
    for (const slot of again) {
      slot.next = this.#head;
      this.#head = slot;
      this.#tail ??= slot;
      this.#length += 1;
    }
    this.#prepared = undefined;
    const afterMs = this.#againAfterMs;
    this.#againAfterMs = 0;
    this.#resting = true;
    this.#block((ready) =>
      this.#host.after(afterMs, () => {
        this.#resting = false;
        ready();
      }),
    );
  }

  readonly #leave = (flight: Flight): void => {
    this.#fence.leave(flight);
    this.#rest();
  };

  #rest(): void {
    if (this.empty) this.#owner.idle();
  }

  /** Gives up flights that take longer than `limit` ticks, and lets waiting jobs see how long they have waited. */
  check(tick: number, limit: number, timeout: () => Error): void {
    for (const flight of this.#flights) {
      if (flight.done || !(flight.slot.job.late ?? tick - flight.since > limit)) continue;
      flight.slot.job.abort();
      this.#fail(flight, timeout());
    }
    for (let slot = this.#head; slot !== undefined; slot = slot.next) slot.job.wait();
    if (this.#head?.job.over) this.run();
  }

  /** Ends everything, and is ready for new jobs: what is in flight is aborted, and all that waits is given to `end`. */
  close(end: (job: Job) => void): void {
    const jobs: Job[] = this.#again.map(({ job }) => job);
    for (const flight of this.#flights) {
      if (flight.done) {
        this.#settle(flight);
        continue;
      }
      flight.slot.job.abort();
      jobs.push(flight.slot.job);
      this.#puts -= flight.puts;
      this.#host.settling.afterwards(flight);
    }
    for (let slot = this.#head; slot !== undefined; slot = slot.next) jobs.push(slot.job);
    this.#flights.clear();
    this.#again = [];
    this.#head = undefined;
    this.#tail = undefined;
    this.#prepared = undefined;
    this.#blocked = false;
    this.#wait += 1;
    this.#resting = false;
    this.#length = 0;
    for (const job of jobs) end(job);
    this.#rest();
  }
}
