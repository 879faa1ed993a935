import fc from 'fast-check';
import { memoryStore } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { expect, it } from 'vitest';
import { bare, World } from './world.ts';

const people = ['ann', 'bob', 'eve'];

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('react'),
      who: fc.constantFrom(...people),
      emoji: fc.constantFrom('👍', '🎉'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 1, max: 12_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse'), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'cut' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' } as const) },
);

/** What the notices say that stands: `ann 👍`. */
function told(texts: readonly string[]): Set<string> {
  const standing = new Set<string>();
  for (const text of texts.filter((one) => /reacted|took back/.test(one))) {
    for (const [, who = '', verb, emoji] of text.matchAll(
      /(?:^|, (?=[^“]*? (?:reacted|took back)))([a-z, ]+?) (reacted|took back) (👍|🎉)/gu,
    )) {
      for (const name of who.split(/, | and /)) {
        if (verb === 'reacted') standing.add(`${name} ${emoji}`);
        else standing.delete(`${name} ${emoji}`);
      }
    }
  }
  return standing;
}

it('whatever happens, the notices tell who has reacted in the end', async () => {
  const run = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    let store = memoryStore({ lasting: true });
    const open = async (before?: World): Promise<World> => {
      const world = new World([{}, bare], { store }, before);
      world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
      await world.open();
      return world;
    };
    let world = await open();
    const id = await world.say(0, 'zoe', 'hello');
    const on = new Set<string>();
    for (const one of steps) {
      if (one.do === 'react') {
        const { who, emoji } = one as { who: string; emoji: string };
        const key = `${who} ${emoji}`;
        world.network(0).react('room', id, who, emoji, on.has(key));
        if (!on.delete(key)) on.add(key);
        await world.clock.settle();
      } else if (one.do === 'wait') await world.clock.advance((one as { ms: number }).ms);
      else if (one.do === 'refuse') {
        let left = (one as { times: number }).times;
        world.network(1).beforeSend = () => {
          left -= 1;
          if (left >= 0) throw Object.assign(new Error('busy'), { certain: true });
        };
      } else if (one.do === 'cut') {
        world.network(1).cut();
        world.network(1).mend();
      } else {
        store = store.crash();
        world.die();
        world = await open(world);
      }
    }
    await world.clock.advance(120_000);
    expect(world.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, uncertain: 0, dead: 0 });
    expect([...told(world.texts(1))].toSorted()).toEqual([...on].toSorted());
    await world.close();
  });
  await fc.assert(run, { numRuns: 100 });
}, 60_000);
