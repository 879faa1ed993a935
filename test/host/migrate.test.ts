import { describe, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { type ChannelRef, defineHook, memoryStore } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const able = { capabilities: { edit: true, impersonate: true } } as const;
const ann = { id: 'ann', nick: 'ann' };

describe('a channel that takes the place of another', () => {
  it('has its messages, what is on its way to it, and the hooks that follow, after a restart too', async () => {
    const store = memoryStore({ lasting: true });
    const scripted = new ScriptedHost({ store });
    const from = scripted.plug('from', able);
    const to = scripted.plug('to', able);
    to.onCall = (call) => call.succeed();
    const moves: string[] = [];
    const follow = (old: ChannelRef, anew: ChannelRef): boolean => {
      moves.push(`${old.source} to ${anew.source}`);
      return true;
    };
    scripted.host.addHook(defineHook('follower', { onMigrate: follow }));
    scripted.host.addHook(defineHook('stranger', { onMigrate: () => false }));
    scripted.host.addHook(new SyncHook('bridge', { channels: { room: [from.channel('room'), to.channel('old')] } }));
    await scripted.open();
    const say = (id: string): void =>
      void from.emit({ type: 'message', channel: from.channel('room'), id, text: `said ${id}`, user: ann });
    say('1');
    await scripted.clock.settle();
    const followers = await scripted.clock.wait(scripted.host.migrate(to.channel('old'), to.channel('new')));
    expect(followers).toEqual(['follower', 'bridge']);
    expect(moves).toEqual(['old to new']);
    const [copy] = to.calls;
    to.become('reconnecting');
    for (const text of ['on', 'its', 'way']) await scripted.clock.wait(to.channel('new').post(text));
    await scripted.clock.wait(scripted.host.migrate(to.channel('new'), to.channel('newest')));
    to.become('connected');
    await scripted.clock.settle();
    expect(to.calls.slice(1).map(({ channel, text }) => `${text} ${channel.source}`)).toEqual([
      ...['on newest', 'its newest', 'way newest'],
    ]);
    await scripted.close();

    const again = new ScriptedHost({ store });
    const after = { from: again.plug('from', able), to: again.plug('to', able) };
    after.to.onCall = (call) => call.succeed();
    const channels = { room: [after.from.channel('room'), after.to.channel('newest')] };
    again.host.addHook(new SyncHook('bridge', { channels }));
    await again.open();
    void after.from.emit({ type: 'edit', channel: after.from.channel('room'), id: '1', text: 'meant 1', user: ann });
    await again.clock.settle();
    expect(after.to.last).toMatchObject({ method: 'putEdit', text: 'meant 1', refs: [{ id: copy?.id }] });
    expect(after.to.last.channel.source).toBe('newest');
    await again.close();
  });
});
