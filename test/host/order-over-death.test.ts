import { describe, expect, it } from 'vitest';
import {
  type Capabilities,
  type ChatEvent,
  defineHook,
  type MemoryStore,
  memoryStore,
  type QueuedEvent,
} from '../../src/index.ts';
import { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const ann = { id: 'ann', nick: 'ann' };

/** Tells of its past when the script says so. */
class Historian extends ScriptedPlug {
  readonly past = Promise.withResolvers<readonly string[]>();

  protected override async *getHistory(): AsyncIterable<QueuedEvent> {
    const channel = this.channel('room');
    for (const id of await this.past.promise) {
      const at = id === 'old' ? { at: new Date(0) } : {};
      yield { type: 'message', channel, id, text: id, user: ann, ...at };
    }
  }
}

/** A process that never gets to write down that a hook has finished: the next one hands everything out again. */
class Process {
  readonly seen: string[] = [];
  readonly plug: Historian;
  readonly #store: MemoryStore;
  readonly #capabilities: Partial<Capabilities>;
  readonly #scripted: ScriptedHost;

  constructor(store: MemoryStore, capabilities: Partial<Capabilities> = {}, catchUpCount?: number) {
    const commit = store.commit.bind(store);
    store.commit = (writes) => commit(writes.filter(({ op }) => op !== 'event-done'));
    this.#store = store;
    this.#capabilities = capabilities;
    this.#scripted = new ScriptedHost({ store, ...(catchUpCount !== undefined && { catchUpCount }) });
    const historian = new Historian('net', { capabilities: { history: true, ...capabilities } });
    this.plug = this.#scripted.host.addPlug(historian);
    const watches = () => [historian.channel('room')];
    const onReceive = (event: ChatEvent): void => void this.seen.push('ref' in event ? event.ref.id : event.type);
    this.#scripted.host.addHook(defineHook('names', { watches, onReceive }));
  }

  async open(): Promise<this> {
    await this.#scripted.open();
    return this;
  }

  /** Somebody says something, and this host hears it. */
  async hear(id: string): Promise<void> {
    this.plug.say('room', id, id);
    await this.#scripted.clock.settle();
  }

  /** The plug tells of the past by itself. */
  async bring(event: { readonly type: 'message'; readonly id: string } | { readonly type: 'gap' }): Promise<void> {
    const channel = this.plug.channel('room');
    const past = { channel, user: ann, history: true };
    void this.plug.emit(
      event.type === 'gap' ? { ...past, ...event, reason: 'lost' } : { ...past, ...event, text: '-' },
    );
    await this.#scripted.clock.settle();
  }

  /** The connection goes and comes again, and the past is asked for. */
  async reconnect(): Promise<void> {
    this.plug.become('reconnecting');
    this.plug.become('connected');
    await this.#scripted.clock.settle();
  }

  /** The past has this. */
  async fetch(...ids: readonly string[]): Promise<void> {
    this.plug.past.resolve(ids);
    await this.#scripted.clock.settle();
  }

  /** Sends something; gives what has it arrive. */
  async send(id: string): Promise<() => Promise<void>> {
    const sending = this.plug.channel('room').send(id);
    await this.#scripted.clock.settle();
    return async () => {
      this.plug.last.succeed(id);
      await this.#scripted.clock.wait(sending);
    };
  }

  /** It dies, and the next one opens. */
  async next(): Promise<Process> {
    return await new Process(this.#store.crash(), this.#capabilities).open();
  }
}

const begin = (capabilities?: Partial<Capabilities>, catchUpCount?: number): Promise<Process> =>
  new Process(memoryStore({ lasting: true }), capabilities, catchUpCount).open();

describe('what was handed out and not finished with is handed out again in the same order', () => {
  it('where the host has made an echo while the past was fetched', async () => {
    const process = await begin({ echo: 'none' });
    await process.hear('one');
    const arrive = await process.send('ours');
    await process.reconnect();
    await arrive();
    await process.fetch('missed', 'ours');
    expect(process.seen).toEqual(['one', 'missed', 'ours']);
    expect((await process.next()).seen).toEqual(process.seen);
  });

  it('where the host has made an echo before the past was fetched', async () => {
    const process = await begin({ echo: 'none' });
    await process.hear('one');
    await (await process.send('ours'))();
    await process.reconnect();
    await process.fetch('ours', 'missed');
    expect(process.seen).toEqual(['one', 'ours', 'missed']);
    expect((await process.next()).seen).toEqual(process.seen);
  });

  it('where more was fetched by a process that had handed something out again', async () => {
    const first = await begin();
    await first.hear('one');
    await first.reconnect();
    await first.hear('live');
    const second = await first.next();
    await second.fetch('missed', 'live', 'missed, too');
    expect(second.seen).toEqual(['one', 'live', 'missed', 'missed, too']);
    expect((await second.next()).seen).toEqual(second.seen);
  });

  it('where the plug told of a part of the past by itself meanwhile', async () => {
    const process = await begin();
    await process.hear('one');
    await process.reconnect();
    await process.hear('live');
    await process.bring({ type: 'message', id: 'brought' });
    await process.bring({ type: 'gap' });
    await process.hear('after');
    await process.fetch('missed');
    expect(process.seen).toEqual(['one', 'missed', 'live', 'brought', 'gap', 'after']);
    expect((await process.next()).seen).toEqual(process.seen);
  });

  it('where some of it was too old to fetch', async () => {
    const process = await begin();
    await process.hear('one');
    await process.reconnect();
    await process.hear('live');
    await process.fetch('old', 'missed', 'live');
    expect(process.seen).toEqual(['one', 'gap', 'missed', 'live']);
    expect((await process.next()).seen).toEqual(process.seen);
  });

  it('where there was too much to fetch', async () => {
    const process = await begin({}, 2);
    await process.hear('one');
    await process.reconnect();
    await process.hear('live');
    await process.hear('after');
    await process.fetch('missed', 'live', 'too much');
    expect(process.seen).toEqual(['one', 'missed', 'live', 'gap', 'after']);
    expect((await process.next()).seen).toEqual(process.seen);
  });
});
