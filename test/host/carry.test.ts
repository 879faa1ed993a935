import { expect, it } from 'vitest';
import { MemoryNetwork, MemoryPlug } from '../../plugs/memory/index.ts';
import { defineHook, Host, memoryStore, silentLogger } from '../../src/index.ts';

it.each([false, true])(
  'carries what happens to a message to its copy, with a store that lasts (%s) over a restart too',
  async (lasting) => {
    const a = new MemoryNetwork('a');
    const b = new MemoryNetwork('b');
    const store = memoryStore({ lasting });
    const make = () => {
      const host = new Host({ store, logger: silentLogger });
      const pa = host.addPlug(new MemoryPlug('a', { network: a }));
      const pb = host.addPlug(new MemoryPlug('b', { network: b }));
      host.addHook(
        defineHook('relay', {
          routes: (event) =>
            event.channel === pa.channel('x') ? [{ channel: pb.channel('y') }] : [{ channel: pa.channel('x') }],
        }),
      );
      return { host, pa, pb };
    };
    const { host, pb } = make();
    await host.open();
    const id = a.say('x', 'ann', 'hello');
    await expect.poll(() => b.texts('y')).toEqual(['hello']);
    a.edit('x', id, 'hullo');
    await expect.poll(() => b.texts('y')).toEqual(['hullo']);
    a.react('x', id, 'ann', '👍');
    await expect.poll(() => [...b.messages('y')[0]!.reactions.keys()]).toEqual(['👍']);
    const receipt = await pb.channel('y').send('from bot');
    expect(receipt.refs).toHaveLength(1);
    await expect.poll(() => a.texts('x')).toEqual(['hullo', 'from bot']);
    b.cut();
    a.say('x', 'ann', 'while away');
    await expect.poll(() => host.outbox.counts.pending).toBe(1);
    await host.close();
    b.mend();
    if (!lasting) return;
    const second = make();
    await second.host.open();
    await expect.poll(() => b.texts('y')).toEqual(['hullo', 'from bot', 'while away']);
    a.remove('x', id);
    await expect.poll(() => b.texts('y')).toEqual(['from bot', 'while away']);
    await second.host.close();
  },
);
