import { PlugError } from '../errors.ts';
import type { User } from '../model/user.ts';
import type { PutOptions } from '../plug/delivery.ts';
import type { PlugInside } from '../plug/facets.ts';
import type { Channel } from '../plug/plug.ts';
import type { Operation } from './operation.ts';

/** What `put()` is told; its signal is made when somebody looks at it, since most plugs never do. */
export class CallOptions implements PutOptions {
  readonly key: string;
  readonly pings: boolean;
  readonly part: { readonly index: number; readonly count: number };
  readonly as?: User;
  readonly #abort: Abort;

  constructor(key: string, pings: boolean, as: User | undefined, index: number, count: number, abort: Abort) {
    this.key = index === 0 ? key : `${key}.${index}`;
    this.pings = pings;
    this.part = { index, count };
    if (as !== undefined) this.as = as;
    this.#abort = abort;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }
}

/** An AbortController that costs nothing until its signal is asked for. */
export class Abort {
  #controller: AbortController | undefined;
  #reason: unknown;
  #aborted = false;

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#aborted = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

/** Makes one call of a plug; gives the ids of what it sent, none where it sent nothing new. */
export async function call(channel: Channel, operation: Operation, options: CallOptions): Promise<readonly string[]> {
  // The methods are protected for everybody but the host.
  const plug = channel.plug as unknown as PlugInside<Channel>;
  switch (operation.call) {
    case 'put':
      return toIds(channel, await plug.put(channel, operation.message, options));
    case 'edit':
      await plug.putEdit?.(operation.ref, operation.message, options);
      return [];
    case 'delete':
      await plug.putDelete?.(operation.refs, options);
      return [];
    case 'reaction':
      await plug.putReaction?.(operation.ref, operation.emoji, operation.on, options);
      return [];
  }
}

function toIds(channel: Channel, result: unknown): readonly string[] {
  if (typeof result === 'string' && result !== '') return [result];
  if (Array.isArray(result) && result.length > 0 && result.every((id) => typeof id === 'string' && id !== '')) {
    return new Set(result).size === result.length ? result : [...new Set<string>(result)];
  }
  const got = Array.isArray(result) ? JSON.stringify(result) : result === '' ? 'an empty string' : typeof result;
  // It may well have been sent: trying again would double it, for ever.
  throw new PlugError(`${channel.plug.name}: put() should give the id of what it sent, or a list of ids, but gave ${got}`, {
    retryable: false,
    certain: false,
  });
}
