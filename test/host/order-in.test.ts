import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Awaitable, type ChatEvent, defineHook, memoryStore } from '../../src/index.ts';
import type { FakeClock } from '../../src/testing/index.ts';
import { anyMoment, at, type Moment } from './moments.ts';
import { ScriptedHost } from './scripted-host.ts';
import { slowStore } from './slow-store.ts';

/** What a hook does with an event: ends at once, or at that moment, well or badly. */
const behaviour = fc.record({ ends: fc.option(anyMoment), throws: fc.boolean() });
const queued = fc.array(
  fc.record({
    channel: fc.constantFrom('a', 'b', 'c'),
    at: anyMoment,
    behaviours: fc.tuple(behaviour, behaviour, behaviour),
  }),
  { minLength: 1, maxLength: 15 },
);

type Queued = typeof queued extends fc.Arbitrary<(infer One)[]> ? One : never;

function behave(clock: FakeClock, ends: Moment | null, throws: boolean, done: () => void): Awaitable<void> {
  const finish = (): void => {
    done();
    if (throws) throw new Error('the hook throws');
  };
  if (ends === null) return finish();
  return new Promise<void>((resolve) => at(clock, ends, resolve)).then(finish);
}

describe('promise 1: events of a channel reach hooks in order', () => {
  for (const lasting of [false, true]) {
    it(`one after another, whatever hooks do${lasting ? ', with a store that lasts' : ''}`, async () => {
      await fc.assert(
        fc.asyncProperty(queued, async (list) => {
          const scripted = new ScriptedHost(lasting ? { store: slowStore(memoryStore({ lasting: true })) } : {});
          const { clock, host } = scripted;
          const plug = scripted.plug('net');
          const began: Record<string, number[]> = { first: [], second: [], change: [] };
          const underWay = new Map<string, string>();
          const overlaps: string[] = [];
          const hook =
            (name: string, index: number) =>
            (event: ChatEvent): Awaitable<void> => {
              const number = Number(event.type === 'message' && event.text);
              const { channel } = event;
              const other = underWay.get(channel.source);
              // All hooks are done with an event before any hook gets the next.
              if (other !== undefined && !other.startsWith(`${number} `))
                overlaps.push(`${name} ${number} in ${other}`);
              underWay.set(channel.source, `${number} ${name}`);
              began[name]?.push(number);
              const { ends, throws } = (list[number] as Queued).behaviours[index] as {
                ends: Moment | null;
                throws: boolean;
              };
              return behave(clock, ends, throws, () => undefined);
            };
          host.addHook(defineHook('change', { beforeReceive: hook('change', 0) }));
          host.addHook(defineHook('first', { onReceive: hook('first', 1) }), { priority: 1 });
          host.addHook(defineHook('second', { onReceive: hook('second', 2) }), { priority: 2 });
          host.events.subscribe((event) => underWay.delete(event.channel.source));
          await scripted.open();
          const order: Record<string, number[]> = { a: [], b: [], c: [] };
          list.forEach((one, index) => {
            at(clock, one.at, () => {
              order[one.channel]?.push(index);
              plug.say(one.channel, String(index));
            });
          });
          await clock.advance(1000);
          expect(overlaps).toEqual([]);
          for (const name of ['first', 'second', 'change']) {
            for (const channel of ['a', 'b', 'c']) {
              const seen = began[name]?.filter((index) => list[index]?.channel === channel);
              expect(seen, `${name} in ${channel}`).toEqual(order[channel]);
            }
          }
          await scripted.close();
        }),
      );
    });
  }

  it('and the next waits until a hook that hangs was given up', async () => {
    const scripted = new ScriptedHost({ hookTimeoutMs: 1000, slowHookMs: 100 });
    const { clock, host, events } = scripted;
    const plug = scripted.plug('net');
    host.addHook(
      defineHook('hangs', {
        onReceive: (event) => (event.channel.source === 'a' ? new Promise(() => undefined) : undefined),
      }),
    );
    await scripted.open();
    plug.say('a', 'first');
    plug.say('a', 'second');
    plug.say('b', 'elsewhere');
    await clock.settle();
    expect(scripted.texts).toEqual(['first', 'elsewhere']);
    await clock.advance(400);
    expect(scripted.warnings).toEqual(['hook hangs is slow and holds up net/a']);
    await clock.advance(2000);
    expect(events).toHaveLength(3);
    expect(scripted.warnings[1]).toContain('hook hangs was given up for one event of net/a');
    await scripted.close();
  });

  it('an event that was queued again is dropped', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    await scripted.open();
    plug.say('a', 'first', 'same');
    plug.say('a', 'first', 'same');
    plug.say('b', 'another channel', 'same');
    await scripted.clock.settle();
    expect(scripted.texts).toEqual(['first', 'another channel']);
    await scripted.close();
  });
});
