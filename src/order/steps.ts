import type { Turns } from './turns.ts';

/** One thing a hook does with an event. */
export interface Step<E> {
  /** The hook's name. */
  readonly name: string;
  run(event: E): unknown;
}

/** What all hooks do with an event, in order. */
export interface Pipeline<E> {
  /** One after another; each may change or drop the event. */
  readonly before: readonly Step<E>[];
  /** By priority: those of one group at once. */
  readonly groups: readonly (readonly Step<E>[])[];
}

/** The host's side of the lanes. */
export interface InboundHost<E> {
  readonly turns: Turns;
  readonly pipeline: Pipeline<E>;
  /** Counts up while time passes; what is waited for is timed by it. */
  readonly tick: number;
  /** Now that the sends it waited for are over: gives the event, with the message it is the echo of. */
  recognise(event: E): E;
  /** Reads what a `before` step gave back: the event to go on with, or null to drop it. @throws if it is neither */
  changed(before: E, result: unknown): E | null;
  /** An event is through: as it was queued, and as it came out of the hooks, or null where one of them dropped it. */
  finished(queued: E, event: E | null): void;
  /** A hook threw; the event goes on without it. */
  failed(hook: string, event: E, error: unknown): void;
  /** A hook took too long; the event goes on without it. */
  gaveUp(hook: string, event: E): void;
}
