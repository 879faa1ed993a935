import { expect, it } from 'vitest';
import { Host } from '../../../src/index.ts';
import { MemoryNetwork, MemoryPlug } from '../index.ts';

it('makes no room by reading', async () => {
  const network = new MemoryNetwork('net');
  const host = new Host();
  const plug = host.addPlug(new MemoryPlug('us', { network }));
  await host.open();
  const channel = plug.channel('room');
  expect([await channel.exists(), await channel.exists(), await channel.joined()]).toEqual([false, false, false]);
  expect(await channel.topic()).toBe('');
  expect(await Array.fromAsync(channel.members())).toEqual([]);
  expect(await Array.fromAsync(channel.history())).toEqual([]);
  expect(network.texts('room')).toEqual([]);
  expect(() => network.edit('room', 'none', 'x')).toThrow(/no message/);
  expect(network.sources()).toEqual([]);
  network.join('room', 'ann');
  expect(await channel.exists()).toBe(true);
  await host.close();
});
