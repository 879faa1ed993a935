import { PlugError } from '../errors.ts';
import type { User } from '../model/user.ts';
import type { PutOptions } from '../plug/delivery.ts';
import type { PlugInside } from '../plug/facets.ts';
import type { Channel } from '../plug/plug.ts';
import type { Operation } from './operation.ts';

/** What a {@link CallOptions} is made for. */
export interface Caller {
  /** Which attempt is under way. */
  readonly attempts: number;
  signalOf(attempt: number): AbortSignal;
}

/** What `put()` is told; its signal is made when somebody looks at it, since most plugs never do. */
export class CallOptions implements PutOptions {
  readonly key: string;
  readonly pings: boolean;
  readonly part: { readonly index: number; readonly count: number };
  readonly as?: User;
  readonly #caller: Caller;
  readonly #attempt: number;

  constructor(caller: Caller, key: string, pings: boolean, as: User | undefined, index: number, count: number) {
    this.#caller = caller;
    this.#attempt = caller.attempts;
    this.key = partKey(key, index);
    this.pings = pings;
    this.part = count === 1 ? ONLY : { index, count };
    if (as !== undefined) this.as = as;
  }

  get signal(): AbortSignal {
    return this.#caller.signalOf(this.#attempt);
  }
}

const ONLY = Object.freeze({ index: 0, count: 1 });

/** Makes one call of a plug. */
export function call(channel: Channel, operation: Operation, options: CallOptions): PromiseLike<unknown> | undefined {
  // The methods are protected for everybody but the host.
  const plug = channel.plug as unknown as PlugInside<Channel>;
  switch (operation.call) {
    case 'put':
      return plug.put(channel, operation.message, options);
    case 'edit':
      return plug.putEdit?.(operation.ref, operation.message, options);
    case 'delete':
      return plug.putDelete?.(operation.refs, options);
    case 'reaction':
      return plug.putReaction?.(operation.ref, operation.emoji, operation.on, options);
  }
}

/**
 * The ids that a call gave: none for what sends nothing new.
 * @throws PlugError where `put()` gave none
 */
export function toIds(channel: Channel, operation: Operation, result: unknown): readonly string[] {
  if (operation.call !== 'put') return NONE;
  if (typeof result === 'string' && result !== '') return [result];
  if (Array.isArray(result) && result.length > 0 && result.every((id) => typeof id === 'string' && id !== '')) {
    return new Set(result).size === result.length ? result : [...new Set<string>(result)];
  }
  const got = Array.isArray(result) ? JSON.stringify(result) : result === '' ? 'an empty string' : typeof result;
  // It may well have been sent: trying again would double it, for ever.
  throw new PlugError(
    `${channel.plug.name}: put() should give the id of what it sent, or a list of ids, but gave ${got}`,
    {
      retryable: false,
      certain: false,
    },
  );
}

/** The idempotency key of a part of a message. */
export function partKey(key: string, index: number): string {
  return index === 0 ? key : `${key}.${index}`;
}

const NONE: readonly string[] = [];
