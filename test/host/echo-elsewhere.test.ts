import { describe, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { PlugError, RichText } from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const stranger = { id: 'eve', nick: 'eve' };

function parts(scripted: ScriptedHost): unknown[] {
  return scripted.events.map((event) => event.type === 'message' && [String(event.channel.source), event.primary]);
}

/** Has each message come back on another channel of its plug. */
function echoOn(plug: ScriptedPlug, room: string, other: string, key: boolean): void {
  plug.onCall = (call) => {
    call.succeed();
    const source = call.channel.source === room ? other : room;
    const { key: sent } = call.options;
    const news = key && sent !== undefined ? { id: `${call.id}-network`, key: sent } : {};
    void call.echo({ channel: plug.channel(source), ...news });
  };
}

for (const key of [false, true]) {
  describe(`an echo on another channel of a plug that locks as a whole, by its ${key ? 'key' : 'id'}`, () => {
    it('tells of the whole message, and its first part is the primary one', async () => {
      const scripted = new ScriptedHost();
      const text = { maxLength: 10, unit: 'utf16' as const, marks: [] };
      const plug = scripted.plug('net', { capabilities: { lock: 'plug', text } });
      echoOn(plug, 'room', 'thread', key);
      await scripted.open();
      await scripted.clock.wait(plug.channel('room').send({ text: 'part one  part two', extras: { mine: 1 } }));
      await scripted.clock.settle();
      expect(parts(scripted)).toEqual([
        ['thread', true],
        ['thread', false],
      ]);
      for (const event of scripted.events) {
        expect(event).toMatchObject({
          self: true,
          source: { text: new RichText('part one  part two'), extras: { mine: 1 } },
        });
      }
    });

    it('does not go round on two bridges', async () => {
      const scripted = new ScriptedHost();
      const { clock, host } = scripted;
      const [a, b] = [scripted.plug('a'), scripted.plug('b', { capabilities: { lock: 'plug' } })];
      a.onCall = (call) => {
        call.succeed();
        void call.echo();
      };
      echoOn(b, 'y', 'y-thread', key);
      const channels = { l: [a.channel('x'), b.channel('y')], m: [b.channel('y-thread'), a.channel('x')] };
      host.addHook(new SyncHook('bridge', { channels: { l: channels.l } }));
      host.addHook(new SyncHook('other', { channels: { m: channels.m } }));
      await scripted.open();
      a.say('x', 'from a');
      await clock.advance(60_000);
      expect(a.texts).toEqual([]);
      expect(b.texts).toHaveLength(2);
      b.say('y', 'from b');
      await clock.advance(60_000);
      expect(a.texts).toHaveLength(1);
      expect(b.calls.length).toBeLessThanOrEqual(3);
    });
  });
}

describe('an echo on another channel', () => {
  it('is not what a stranger says there under the same id', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net', { capabilities: { lock: 'plug' } });
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    const receipt = await scripted.clock.wait(plug.channel('room').send('hello'));
    const { id } = receipt.refs[0];
    void plug.emit({ type: 'message', channel: plug.channel('other'), id, text: 'hello', user: stranger });
    await scripted.clock.settle();
    expect(scripted.events).toMatchObject([{ self: false, primary: true }]);
  });

  it('settles what may have been sent', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net', { capabilities: { lock: 'plug' } });
    await scripted.open();
    await scripted.clock.wait(plug.channel('room').post({ text: 'hello', extras: { mine: 1 } }));
    plug.last.fail(new PlugError('who knows', { certain: false }));
    void plug.last.echo({ channel: plug.channel('thread'), key: plug.last.options.key });
    await scripted.clock.advance(60_000);
    expect(plug.calls).toHaveLength(1);
    expect(scripted.events).toMatchObject([{ self: true, primary: true, source: { extras: { mine: 1 } } }]);
  });
});

describe('an echo under an id that nobody knows', () => {
  it('is known by the key it brings back, once as the primary one', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net', { capabilities: { idempotency: 'echo' } });
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    await scripted.clock.wait(plug.channel('room').send({ text: 'hello', extras: { mine: 1 } }));
    const { key } = plug.last.options;
    for (const id of ['one', 'two']) void plug.last.echo({ id, key });
    void plug.last.echo({ id: 'three', key, user: stranger });
    await scripted.clock.settle();
    expect(scripted.events).toMatchObject([
      { self: true, primary: true, source: { extras: { mine: 1 } } },
      { self: true, primary: false, source: { extras: { mine: 1 } } },
      { self: false, primary: true },
    ]);
  });
});
