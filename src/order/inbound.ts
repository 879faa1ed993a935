import { isThenable } from '../lifecycle/awaitable.ts';
import type { Fence } from './fence.ts';
import type { LaneOwner } from './lane-owner.ts';
import { isPending, type Safe } from './safe.ts';
import type { InboundHost, Pipeline, Step } from './steps.ts';
import type { Runnable } from './turns.ts';
import { Wait, type Waiter } from './wait.ts';

/** An event that takes its place in a lane, or a marker. */
export interface Arrival<E> {
  /** Absent for a marker: then `reached` is called when all before it is through. */
  readonly event: E | undefined;
  readonly reached?: (() => void) | undefined;
  readonly safe: Safe | undefined;
}

interface Entry<E> extends Arrival<E> {
  readonly mark: number;
  next: Entry<E> | undefined;
}

/** The events of one channel, handed to all hooks one after another. */
export class InboundLane<E> implements Runnable, Waiter<E> {
  readonly #host: InboundHost<E>;
  readonly #fence: Fence;
  readonly #owner: LaneOwner;
  readonly #ask = (): void => this.#host.turns.ask(this);
  #head: Entry<E> | undefined;
  #tail: Entry<E> | undefined;
  /** Whether a turn was asked for, or a hook, a send or the store is waited for. */
  #busy = false;
  /** For each time it is held, what has come since; undefined where it is not. */
  #held: Entry<E>[][] | undefined;
  #event: E | undefined;
  #queued: E | undefined;
  #dropped = false;
  #pipeline: Pipeline<E> | undefined;
  #stage = 0;
  #wait: Wait<E> | undefined;
  /** To be used for the next event that has to wait. */
  #spare: Wait<E> | undefined;

  constructor(host: InboundHost<E>, fence: Fence, owner: LaneOwner) {
    this.#host = host;
    this.#fence = fence;
    this.#owner = owner;
  }

  get empty(): boolean {
    return !this.#busy && this.#held === undefined && this.#head === undefined;
  }

  /** Adds an event at the end. */
  push(event: E, safe: Safe | undefined): void {
    this.#append({ event, reached: undefined, mark: this.#fence.mark, safe, next: undefined });
  }

  /** Calls back when every event that is in the lane now is through. */
  whenThrough(reached: () => void): void {
    if (this.empty) reached();
    else this.#append({ event: undefined, reached, mark: 0, safe: undefined, next: undefined });
  }

  #append(entry: Entry<E>): void {
    if (this.#held === undefined) this.#chain(entry);
    else this.#held.at(-1)?.push(entry);
  }

  #chain(entry: Entry<E>): void {
    if (this.#tail === undefined) this.#head = entry;
    else this.#tail.next = entry;
    this.#tail = entry;
    this.#start();
  }

  /** Whether all that is left in it is held. */
  get held(): boolean {
    return this.#held !== undefined && !this.#busy && this.#head === undefined;
  }

  /**
   * Keeps what comes from now on until {@link release}: what belongs before it is still being fetched. Held again while
   * it is held, it has to be released as often, and each release is for the oldest hold.
   */
  hold(): void {
    this.#held ??= [];
    this.#held.push([]);
  }

  /** The first event that was kept and is to come behind what is still being fetched. */
  get firstHeld(): E | undefined {
    for (const kept of this.#held ?? []) {
      for (const { event } of kept) if (event !== undefined) return event;
    }
    return undefined;
  }

  /** Takes out, in order, what was kept since the oldest hold, up to an event that is looked for; nothing where it is not there. */
  takeHeld(wanted: (event: E) => boolean): readonly Arrival<E>[] {
    const kept = this.#held?.[0] ?? [];
    const end = kept.findIndex(({ event }) => event !== undefined && wanted(event));
    return kept.splice(0, end + 1);
  }

  /**
   * Lets go what was kept since the oldest hold, behind these events; or, where it was held `again` before all of them were
   * fetched, these events alone.
   */
  release(first: readonly Arrival<E>[], again: boolean = false): void {
    let kept = this.#held?.shift() ?? [];
    if (this.#held?.length === 0) this.#held = undefined;
    if (again && this.#held !== undefined) {
      this.#held[0]?.unshift(...kept);
      kept = [];
    }
    for (const { event, reached, safe } of first) {
      this.#chain({ event, reached, mark: this.#fence.mark, safe, next: undefined });
    }
    for (const entry of kept) this.#chain(entry);
    if (this.#head === undefined) this.#owner.idle();
  }

  /** The events that have come and were not handed out, in no order that matters. */
  *waiting(): IterableIterator<E> {
    for (const { event } of this.#chained()) if (event !== undefined) yield event;
    for (const { event } of this.#held?.flat() ?? []) if (event !== undefined) yield event;
  }

  /** Hands nothing more out, and listens to no hook any longer; gives how many events were not finished. */
  close(): number {
    const entries = [...this.#chained(), ...(this.#held?.flat() ?? [])];
    const waiting = entries.filter(({ event }) => event !== undefined).length;
    const unfinished = this.#wait === undefined ? waiting : waiting + 1;
    this.#head = undefined;
    this.#tail = undefined;
    this.#held = undefined;
    this.#wait = undefined;
    this.#queued = undefined;
    this.#event = undefined;
    this.#busy = false;
    for (const { reached } of entries) reached?.();
    this.#owner.idle();
    return unfinished;
  }

  *#chained(): IterableIterator<Entry<E>> {
    for (let entry = this.#head; entry !== undefined; entry = entry.next) yield entry;
  }

  #start(): void {
    if (this.#busy || this.#head === undefined) return;
    this.#busy = true;
    this.#host.turns.ask(this);
  }

  run(): void {
    // Somebody may call back for an event that was given up when the lane was closed.
    if (this.#wait !== undefined) return;
    for (;;) {
      const entry = this.#head;
      if (entry === undefined) {
        this.#busy = false;
        this.#owner.idle();
        return;
      }
      if (isPending(entry.safe)) return entry.safe.whenDone(this.#ask);
      if (entry.mark !== 0 && !this.#fence.passed(entry.mark)) return this.#fence.wait(this.#ask);
      if (!this.#host.turns.spend()) return this.#host.turns.ask(this);
      this.#head = entry.next;
      if (entry.next === undefined) this.#tail = undefined;
      if (entry.event === undefined) {
        entry.reached?.();
        continue;
      }
      this.#queued = entry.event;
      this.#event = this.#host.recognise(entry.event);
      this.#dropped = false;
      this.#pipeline = this.#host.pipeline;
      this.#stage = 0;
      if (!this.#advance()) return;
    }
  }

  /** Takes the event as far as it goes without waiting; whether it is through. */
  #advance(): boolean {
    while (!this.#dropped && this.#stage < (this.#pipeline as Pipeline<E>).before.length) {
      const step = (this.#pipeline as Pipeline<E>).before[this.#stage] as Step<E>;
      this.#stage += 1;
      if (!this.#hand([step], this.#change)) return false;
    }
    const { before, groups } = this.#dropped ? EMPTY : (this.#pipeline as Pipeline<E>);
    while (this.#stage < before.length + groups.length) {
      const group = groups[this.#stage - before.length] as readonly Step<E>[];
      this.#stage += 1;
      if (!this.#hand(group, undefined)) return false;
    }
    const queued = this.#queued as E;
    const event = this.#dropped ? null : (this.#event as E);
    this.#queued = undefined;
    this.#event = undefined;
    this.#host.finished(queued, event);
    return true;
  }

  /** Calls the steps of a group, all at once; whether none has to be waited for. */
  #hand(group: readonly Step<E>[], answer: Wait<E>['answer']): boolean {
    const event = this.#event as E;
    let wait: Wait<E> | undefined;
    for (const step of group) {
      try {
        const result = step.run(event);
        if (isThenable(result)) {
          wait ??= this.#begin(answer);
          wait.join(step, result);
        } else if (answer !== undefined) answer(step, result);
      } catch (error) {
        this.#host.failed(step.name, event, error);
      }
    }
    if (wait === undefined) return true;
    this.#wait = wait;
    return this.#settled(wait);
  }

  #begin(answer: Wait<E>['answer']): Wait<E> {
    const wait = this.#spare ?? new Wait<E>(this);
    this.#spare = undefined;
    wait.begin(this.#host.tick, answer);
    return wait;
  }

  answered(wait: Wait<E>, step: Step<E>, value: unknown): void {
    if (wait.answer !== undefined && this.#wait === wait) this.#try(step, wait.answer, value);
    this.#goOn(wait);
  }

  threw(wait: Wait<E>, step: Step<E>, error: unknown): void {
    if (this.#wait === wait) this.#host.failed(step.name, this.#event as E, error);
    this.#goOn(wait);
  }

  #try(step: Step<E>, answer: NonNullable<Wait<E>['answer']>, value: unknown): void {
    try {
      answer(step, value);
    } catch (error) {
      this.#host.failed(step.name, this.#event as E, error);
    }
  }

  #goOn(wait: Wait<E>): void {
    if (this.#wait === wait && this.#settled(wait) && this.#advance()) this.run();
  }

  /** One less to wait for; whether that was all. */
  #settled(wait: Wait<E>): boolean {
    wait.left -= 1;
    if (wait.left > 0) return false;
    this.#wait = undefined;
    this.#spare = wait;
    return true;
  }

  readonly #change = (_step: Step<E>, result: unknown): void => {
    const changed = this.#host.changed(this.#event as E, result);
    if (changed === null) {
      // The rest of the pipeline does not see it.
      this.#dropped = true;
    } else this.#event = changed;
  };

  /** Calls back about hooks that take longer than `slow` ticks, once; gives up those that take longer than `limit`. */
  check(tick: number, slow: number, limit: number, warn: (hook: string, event: E) => void): void {
    const wait = this.#wait;
    if (wait === undefined) return;
    const hooks = wait.open();
    if (!wait.warned && tick - wait.since > slow) {
      wait.warned = true;
      for (const step of hooks) warn(step.name, this.#event as E);
    }
    if (tick - wait.since <= limit) return;
    this.#wait = undefined;
    for (const step of hooks) this.#host.gaveUp(step.name, this.#event as E);
    if (this.#advance()) this.run();
  }
}

const EMPTY: Pipeline<never> = { before: [], groups: [] };
