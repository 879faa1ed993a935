import { describe, expect, it } from 'vitest';
import {
  type ChatEvent,
  defineHook,
  type MemoryStoreOptions,
  memoryStore,
  PlugError,
  RichText,
  type Route,
  type Store,
  type User,
} from '../../src/index.ts';
import { FakeClock, ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';
import { slowStore } from './slow-store.ts';

const options: MemoryStoreOptions = { lasting: true };

/** Has a process post some messages, of which the first is on its way when it dies; gives the store it leaves behind. */
async function leaveBehind(texts: readonly string[]): Promise<Store> {
  const store = memoryStore(options);
  const scripted = new ScriptedHost({ store });
  const plug = scripted.plug('net');
  await scripted.open();
  for (const text of texts) await scripted.clock.wait(plug.channel('room').post(text));
  await scripted.clock.settle();
  return store.crash();
}

describe('after the death of its process, a host', () => {
  it('delivers what was posted, in order', async () => {
    const store = await leaveBehind(['1', '2', '3']);
    const scripted = new ScriptedHost({ store });
    const plug = scripted.plug('net');
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    expect(plug.texts).toEqual(['1', '2', '3']);
    expect(scripted.host.outbox.counts).toMatchObject({ sent: 3, pending: 0, sending: 0, uncertain: 0 });
  });

  it('puts what is posted while it opens behind what is left over, and once', async () => {
    const store = slowStore(await leaveBehind(['1', '2']));
    for (let wait = 0; wait < 40; wait += 1) {
      const scripted = new ScriptedHost({ store: slowStore(await leaveBehind(['1', '2'])) });
      const plug = scripted.plug('net');
      plug.onCall = (call) => call.succeed();
      const opening = scripted.host.open();
      for (let index = 0; index < wait; index += 1) await undefined;
      const posting = plug.channel('room').post('3');
      const posted = await scripted.clock.wait(
        posting.then(
          () => true,
          () => false,
        ),
      );
      await scripted.clock.wait(opening);
      await scripted.clock.settle();
      expect(plug.texts, `after ${wait} promise callbacks`).toEqual(posted ? ['1', '2', '3'] : ['1', '2']);
    }
    await store.open();
  });

  it('hands out what was queued and not finished, before what is new, marked as redelivered', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store });
    const plug = first.plug('net');
    first.host.addHook(defineHook('hangs', { onReceive: () => new Promise(() => undefined) }));
    await first.open();
    plug.say('room', '1');
    plug.say('room', '2');
    await first.clock.settle();
    const second = new ScriptedHost({ store: store.crash() });
    const again = second.plug('net');
    await second.open();
    again.say('room', 'new', 'another id');
    await second.clock.settle();
    expect(second.texts).toEqual(['1', '2', 'new']);
    expect(second.events.map(({ redelivered }) => redelivered)).toEqual([true, true, false]);
  });

  it('hands nothing out again that every hook has finished, and knows it when it comes again', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store });
    const plug = first.plug('net');
    await first.open();
    plug.say('room', '1', 'same');
    await first.clock.settle();
    const second = new ScriptedHost({ store: store.crash() });
    const again = second.plug('net');
    await second.open();
    again.say('room', '1', 'same');
    await second.clock.settle();
    expect(second.texts).toEqual([]);
  });

  it('starts a plug that a hook adds only when what is left over has its place', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store });
    const plug = first.plug('net');
    first.host.addHook(defineHook('hangs', { onReceive: () => new Promise(() => undefined) }));
    await first.open();
    plug.say('room', 'old');
    await first.clock.settle();
    const second = new ScriptedHost({ store: slowStore(store.crash()) });
    second.host.addHook(
      defineHook('provider', {
        start({ addPlug }) {
          const provided = new ScriptedPlug('net');
          provided.onStep = () => void provided.say('room', 'new', 'another id');
          addPlug(provided);
        },
      }),
    );
    await second.open();
    expect(second.texts).toEqual(['old', 'new']);
  });

  it('keeps what is uncertain and not to be sent twice, and an echo settles it', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store });
    const plug = first.plug('net');
    await first.open();
    await first.clock.wait(plug.channel('room').post('1', { policy: 'at-most-once' }));
    const { key } = plug.last.options;
    const second = new ScriptedHost({ store: store.crash() });
    const again = second.plug('net');
    await second.open();
    await second.clock.advance(60_000);
    expect(again.calls).toEqual([]);
    expect(second.host.outbox.counts).toMatchObject({ uncertain: 1 });
    const [user, channel] = [{ id: 'us' }, again.channel('room')];
    void again.emit({ type: 'message', channel, id: 'x', text: '1', user, key });
    await second.clock.settle();
    expect(second.events[0]).toMatchObject({ self: true, primary: true });
    expect(second.host.outbox.counts).toMatchObject({ uncertain: 0, sent: 1 });
  });

  it('sends what was to be sent at most once and had not left', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store: slowStore(store) });
    const before = first.plug('net');
    await first.open();
    const room = before.channel('room');
    const answered = Array.from({ length: 40 }, (_, index) => String(index));
    // Some go well, so that the channel is known as a quick one.
    before.onCall = (call) => answered.includes(call.text) && call.succeed();
    for (const text of [...answered, 'a', 'b', 'c']) void room.post(text, { policy: 'at-most-once' });
    await first.clock.settle();
    expect(before.texts.at(-1)).toBe('a');
    const second = new ScriptedHost({ store: store.crash() });
    const plug = second.plug('net');
    plug.onCall = (call) => call.succeed();
    await second.open();
    // Of `a` it is not known whether it arrived.
    expect(plug.texts).toEqual(['b', 'c']);
  });

  it('has a hook lead nothing on again that it has led on, though another has not finished', async () => {
    const told: string[] = [];
    const begin = async (store: Store): Promise<ScriptedHost> => {
      const scripted = new ScriptedHost({ store });
      const [here, there] = [scripted.plug('here'), scripted.plug('there')];
      there.onCall = (call) => {
        told.push(call.text);
        call.succeed();
      };
      const notice = { channel: there.channel('room'), message: { text: new RichText('ann has come') } };
      const routes = (event: ChatEvent): Route[] => (event.type === 'join' ? [notice] : []);
      scripted.host.addHook(defineHook('bridge', { routes }));
      scripted.host.addHook(defineHook('hangs', { onReceive: () => new Promise(() => undefined) }));
      await scripted.open();
      if (told.length === 0)
        void here.emit({ type: 'join', channel: here.channel('room'), users: [{ id: 'ann' } as User] });
      await scripted.clock.settle();
      return scripted;
    };
    const store = memoryStore(options);
    await begin(store);
    expect(told).toEqual(['ann has come']);
    const second = await begin(store.crash());
    expect(second.events.map(({ redelivered }) => redelivered)).toEqual([true]);
    expect(told).toEqual(['ann has come']);
  });

  it('knows by its id the echo of what an earlier process sent', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store });
    const plug = first.plug('net');
    plug.onCall = (call) => call.succeed('sent');
    await first.open();
    await first.clock.wait(plug.channel('room').send({ text: 'hello', extras: { mine: 1 } }));
    await first.clock.settle();
    const second = new ScriptedHost({ store: store.crash() });
    const again = second.plug('net');
    await second.open();
    void again.emit({ type: 'message', channel: again.channel('room'), id: 'sent', text: 'HELLO', user: { id: 'us' } });
    await second.clock.settle();
    expect(second.events).toMatchObject([{ self: true, primary: true, source: { extras: { mine: 1 } } }]);
  });

  it('knows the echo of what an earlier process sent, and a second one by its key', async () => {
    const store = memoryStore(options);
    const capabilities = { idempotency: 'echo' } as const;
    const first = new ScriptedHost({ store });
    const plug = first.plug('net', { capabilities });
    plug.onCall = (call) => call.succeed('first');
    await first.open();
    await first.clock.wait(plug.channel('room').post('hello'));
    await first.clock.settle();
    const { key } = plug.last.options;
    const second = new ScriptedHost({ store: store.crash() });
    const again = second.plug('net', { capabilities });
    await second.open();
    const echo = { type: 'message', channel: again.channel('room'), text: 'hello', user: { id: 'us' }, key } as const;
    void again.emit({ ...echo, id: 'first' });
    void again.emit({ ...echo, id: 'second', text: 'hello (as the network made it)' });
    await second.clock.settle();
    const echoes = second.events.map((event) => event.type === 'message' && [String(event.source.text), event.primary]);
    expect(echoes).toEqual([
      ['hello', true],
      ['hello', false],
    ]);
  });

  it('knows both copies of what was on its way for the second time, over a process that reached nothing', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store });
    const plug = first.plug('net');
    await first.open();
    await first.clock.wait(plug.channel('room').post('hello'));
    await first.clock.settle();
    plug.last.fail(new PlugError('the answer was lost', { certain: false }));
    await first.clock.advance(2000);
    expect(plug.texts).toEqual(['hello', 'hello']);
    const left = store.crash();
    const second = new ScriptedHost({ store: left });
    second.plug('net', { manual: true });
    void second.host.open();
    await second.clock.settle();
    const third = new ScriptedHost({ store: left.crash() });
    const again = third.plug('net');
    const user = { id: 'us', nick: 'us' };
    again.onStep = () => {
      for (const id of ['one', 'two'])
        void again.emit({ type: 'message', channel: again.channel('room'), id, text: 'hello', user, self: true });
    };
    await third.open();
    expect(again.texts).toEqual([]);
    const echoes = third.events.map((event) => event.type === 'message' && [event.ref.id, event.self, event.primary]);
    expect(echoes).toEqual([
      ['one', true, true],
      ['two', true, false],
    ]);
  });

  it('tries a message that is uncertain again when it is told to', async () => {
    const store = memoryStore(options);
    const first = new ScriptedHost({ store });
    const plug = first.plug('net');
    await first.open();
    await first.clock.wait(plug.channel('room').post('1', { policy: 'at-most-once' }));
    const second = new ScriptedHost({ store: store.crash(), clock: new FakeClock({ seed: 2 }) });
    const again = second.plug('net');
    again.onCall = (call) => call.succeed();
    await second.open();
    const [row] = await second.clock.wait(second.host.outbox.list({ state: 'uncertain' }));
    await second.clock.wait(second.host.outbox.retry(row?.id as number));
    await second.clock.settle();
    expect(again.texts).toEqual(['1']);
    expect(second.host.outbox.counts).toMatchObject({ uncertain: 0, sent: 1 });
  });

  it('delivers what is left over for a plug that is added later', async () => {
    const store = await leaveBehind(['1', '2']);
    const scripted = new ScriptedHost({ store });
    scripted.plug('other');
    await scripted.open();
    const late = new ScriptedPlug('net');
    late.onCall = (call) => call.succeed();
    scripted.host.addPlug(late);
    await scripted.clock.advance(10_000);
    expect(late.texts).toEqual(['1', '2']);
  });
});
