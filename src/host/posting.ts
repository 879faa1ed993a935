import { ConfigError, DroppedError, NotConnectedError, StoreError, TielineError, UnsupportedError } from '../errors.ts';
import type { Action, Posted, PostOptions } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';
import { Batch } from '../store/batch.ts';
import type { OutboxRow } from '../store/records.ts';
import type { Core } from './core.ts';
import type { Dispatch } from './dispatch.ts';
import { Outgoing } from './outgoing.ts';

/** Takes messages into the outbox. */
export class Posting {
  readonly #core: Core;
  readonly #dispatch: Dispatch;
  /** The keys that callers chose, and what they posted: a key is posted to one channel once. */
  readonly #keys = new Map<Channel, Map<string, Promise<Posted>>>();

  constructor(core: Core, dispatch: Dispatch) {
    this.#core = core;
    this.#dispatch = dispatch;
  }

  /** Writes a message down and puts it into its lane; resolves once it is safe. */
  async post(channel: Channel, action: Action, options: PostOptions): Promise<Posted> {
    const { capabilities } = channel.plug;
    if (capabilities.send === false) {
      throw new UnsupportedError(`${channel}: nothing can be sent there`, { capability: 'send' });
    }
    if (!this.#core.ready) throw new NotConnectedError(`${channel}: the host is not open, so nothing can be posted`);
    const { key } = options;
    if (key === undefined) return this.#add(channel, action, options, this.#core.nextKey());
    if (typeof key !== 'string' || key === '') {
      throw new ConfigError('post(): bad key', {
        field: 'key',
        expected: 'a string that is not empty',
        got: JSON.stringify(key),
      });
    }
    const before = this.#keys.get(channel)?.get(key);
    return before ?? this.#once(channel, action, options, key);
  }

  /** It has its place in the lane at once, and leaves when the store has said that the key is new. */
  #once(channel: Channel, action: Action, options: PostOptions, key: string): Promise<Posted> {
    const outgoing = this.#outgoing(channel, action, options, key);
    const safe = new Batch();
    outgoing.safe = safe;
    this.#dispatch.launch(outgoing);
    const posted = this.#unlessStored(outgoing).finally(() => safe.settle());
    const keys = this.#keys.get(channel) ?? new Map<string, Promise<Posted>>();
    this.#keys.set(channel, keys.set(key, posted));
    const forget = (): void => {
      keys.delete(key);
      if (keys.size === 0) this.#keys.delete(channel);
    };
    posted.then(forget, forget);
    return posted;
  }

  async #unlessStored(outgoing: Outgoing): Promise<Posted> {
    const { channel, key } = outgoing;
    try {
      const row = await this.#core.store.row(channel.ref, key);
      if (row === undefined) return await this.#keep(outgoing);
      outgoing.cancel(new DroppedError(`${channel}: the key ${key} was posted before`));
      return { key, receipt: () => this.#stored(row) };
    } catch (error) {
      const failure =
        error instanceof TielineError ? error : new StoreError('the outbox cannot be read', { cause: error });
      outgoing.cancel(failure);
      throw failure;
    }
  }

  #stored(row: OutboxRow): ReturnType<Posted['receipt']> {
    const active = this.#core.rows.get(row.id);
    if (active !== undefined) return active.outcome();
    const [first, ...rest] = row.refs;
    if (row.state === 'sent' && first !== undefined) {
      return Promise.resolve({ refs: [first, ...rest], at: new Date(row.changedAt), degraded: [] });
    }
    return Promise.reject(new NotConnectedError(row.reason ?? `the message is ${row.state}`, { retryable: false }));
  }

  #outgoing(channel: Channel, action: Action, options: PostOptions, key: string): Outgoing {
    return new Outgoing(this.#dispatch, channel, action, options, { key, row: this.#core.nextSequence() });
  }

  async #add(channel: Channel, action: Action, options: PostOptions, key: string): Promise<Posted> {
    const outgoing = this.#outgoing(channel, action, options, key);
    const posted = this.#keep(outgoing);
    this.#dispatch.launch(outgoing);
    return posted;
  }

  /** Writes it down. What cannot be written down is not sent. */
  #keep(outgoing: Outgoing): Promise<Posted> {
    const batch = this.#dispatch.keep([outgoing], []);
    const posted: Posted = { key: outgoing.key, receipt: () => outgoing.outcome() };
    return batch.done ? Promise.resolve(posted) : batch.promise().then(() => posted);
  }
}
