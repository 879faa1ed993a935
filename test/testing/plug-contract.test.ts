import { describe, it } from 'vitest';
import { plugContract } from '../../src/testing/index.ts';
import { createMemoryPlug, memoryPeer } from './fixtures/memory-peer.ts';
import { PassThroughPlug } from './fixtures/pass-through-plug.ts';
import { quickClock } from './fixtures/quick-clock.ts';

const clock = quickClock(20);

plugContract({ describe, it, name: 'memory', create: () => createMemoryPlug(), peer: memoryPeer, clock });

plugContract({
  describe,
  it,
  name: 'memory, in a plug that passes everything through',
  create: () => new PassThroughPlug(createMemoryPlug()),
  peer: (plug) => ({ ...memoryPeer(plug.inner), channel: plug.channel('room') }),
  clock,
});
