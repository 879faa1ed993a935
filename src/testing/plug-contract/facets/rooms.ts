import assert from 'node:assert/strict';
import type { Channel } from '../../../plug/plug.ts';
import { type Bench, type PlugTests, receives } from '../bench.ts';
import { needed, refused } from './refused.ts';

/** Rooms as such. */
export const roomTests: PlugTests = {
  'rooms.leave and rooms.join: leave a channel and come back': async (bench) => {
    const { channel, plug } = bench;
    const { join, leave } = plug.capabilities.rooms ?? {};
    if (!leave) await refused(bench, 'rooms.leave', () => channel.leave());
    if (!join) await refused(bench, 'rooms.join', () => channel.join());
    if (leave) await bench.ask(() => channel.leave(), 'leaving');
    if (leave && bench.inside.getInfo) await bench.until(async () => !(await channel.joined()), 'to be out');
    if (!join) return;
    await bench.ask(() => channel.join(), 'joining');
    if (bench.inside.getInfo) await bench.until(() => channel.joined(), 'to be in');
    if (!receives(bench)) return;
    const word = bench.word();
    await bench.peer.say('ann', word);
    await bench.hear(word);
  },

  'rooms.list: lists the channel': async (bench) => {
    const { plug, channel } = bench;
    const list = async (): Promise<Channel[]> => await Array.fromAsync(plug.channels());
    if (!plug.capabilities.rooms?.list) return await refused(bench, 'rooms.list', list);
    assert.ok((await bench.ask(list, 'the list')).includes(channel), 'the channel is among them, as the same object');
  },

  'rooms.create: makes a channel': async (bench) => {
    const { create } = bench.plug.capabilities.rooms ?? {};
    if (!create) return await refused(bench, 'rooms.create', () => bench.channel.create());
    const channel = await needed(bench.peer.newChannel, 'newChannel', 'rooms.create').call(bench.peer);
    await bench.ask(() => channel.create(), 'the channel to be made');
    await exists(bench, channel, true);
  },

  'rooms.destroy: ends a channel': async (bench) => {
    const { create, destroy } = bench.plug.capabilities.rooms ?? {};
    if (!destroy) return await refused(bench, 'rooms.destroy', () => bench.channel.destroy());
    if (!create) return;
    const channel = await needed(bench.peer.newChannel, 'newChannel', 'rooms.destroy').call(bench.peer);
    await bench.ask(() => channel.create(), 'the channel to be made');
    await bench.ask(() => channel.destroy(), 'the channel to be ended');
    await exists(bench, channel, false);
  },
};

async function exists(bench: Bench, channel: Channel, expected: boolean): Promise<void> {
  if (bench.inside.getInfo === undefined) return;
  await bench.until(
    async () => (await bench.ask(() => channel.exists(), 'exists()')) === expected,
    `exists() to be ${expected}`,
  );
}
