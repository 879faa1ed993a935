/**
 * Where a plug is in its life:
 * `idle` (not opened, or closed), `starting`, `connected`, `reconnecting` (it mends its connection itself),
 * `waiting` (it failed; the host starts it again after a while), `stopping`.
 */
export type PlugState = 'idle' | 'starting' | 'connected' | 'reconnecting' | 'waiting' | 'stopping';

/**
 * Where a hook is in its life: `idle`, `starting`, `started`, `failed` (its start threw: it gets no events), `stopping`.
 */
export type HookState = 'idle' | 'starting' | 'started' | 'failed' | 'stopping';

/** A plug or hook went from one state to another, or something went wrong in it. */
export interface StateChange {
  readonly kind: 'plug' | 'hook';
  readonly name: string;
  readonly state: PlugState | HookState;
  /** Equal to `state` when it is a fault that changed nothing: a hook that threw for one event, a plug that has to wait. */
  readonly previous: PlugState | HookState;
  readonly at: Date;
  /** What went wrong. */
  readonly cause?: Error;
  /** Which attempt to start it is, from 1. */
  readonly attempt?: number;
  /** When `waiting`: how long until the next attempt, in milliseconds. */
  readonly retryInMs?: number;
}
