import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, type ChatEvent, defineHook, type Hook, memoryStore, type Route } from '../../src/index.ts';
import type { FakeClock, ScriptedCall, ScriptedPlug } from '../../src/testing/index.ts';
import { anyMoment, at, type Moment } from './moments.ts';
import { ScriptedHost } from './scripted-host.ts';
import { slowStore } from './slow-store.ts';

/** Leads from each channel of the list to all others. */
function bridge(name: string, channels: readonly Channel[]): Hook {
  const routes = (event: ChatEvent): Route[] =>
    channels.includes(event.channel)
      ? channels.filter((one) => one !== event.channel).map((channel) => ({ channel }))
      : [];
  return defineHook(name, { routes });
}

const said = fc.array(
  fc.record({ at: anyMoment, plug: fc.nat({ max: 2 }), text: fc.constantFrom('hello', 'same', '') }),
  { maxLength: 6 },
);

type Said = typeof said extends fc.Arbitrary<infer List> ? List : never;

interface Fate {
  readonly answers: Moment;
  readonly echoes: Moment;
  readonly lost: boolean;
}

const anyFate: fc.Arbitrary<Fate> = fc.record({ answers: anyMoment, echoes: anyMoment, lost: fc.boolean() });

/** Has each call end as its fate says. A lost answer must be told by an echo, or the message goes twice, as it may. */
function live(clock: FakeClock, fates: readonly Fate[], echoes: boolean): (call: ScriptedCall) => void {
  let calls = 0;
  return (call) => {
    const fate = fates[calls % fates.length] as Fate;
    calls += 1;
    if (echoes) at(clock, fate.echoes, () => void call.echo());
    at(clock, fate.answers, () => (fate.lost && echoes ? call.fail(new Error('the answer was lost')) : call.succeed()));
  };
}

function expectOnce(list: Said, plugs: readonly ScriptedPlug[]): void {
  for (const [index, { plug: from }] of list.entries()) {
    for (const [number, plug] of plugs.entries()) {
      const copies = plug.texts.filter((text) => text.endsWith(` ${index}`)).length;
      expect(copies, `message ${index} of ${from} on ${number}`).toBe(number === from ? 0 : 1);
    }
  }
}

describe('promise 7: no message goes round', () => {
  for (const lasting of [false, true]) {
    it(`on two bridges between three networks, whenever echoes come${lasting ? ', with a store that lasts' : ''}`, async () => {
      const fates = fc.array(anyFate, { minLength: 1, maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(
          said,
          fates,
          fc.constantFrom('network' as const, 'none' as const),
          async (list, fate, echo) => {
            const scripted = new ScriptedHost(lasting ? { store: slowStore(memoryStore({ lasting: true })) } : {});
            const { clock, host } = scripted;
            const plugs = ['a', 'b', 'c'].map((name) => scripted.plug(name, { capabilities: { echo } }));
            const [a, b, c] = plugs.map((plug) => plug.channel('room')) as [Channel, Channel, Channel];
            host.addHook(bridge('first', [a, b]));
            host.addHook(bridge('second', [b, c]));
            host.addHook(bridge('third', [c, a]));
            for (const plug of plugs) plug.onCall = live(clock, fate, echo === 'network');
            await scripted.open();
            list.forEach(({ at: moment, plug, text }, index) => {
              at(clock, moment, () => void (plugs[plug] as ScriptedPlug).say('room', `${text} ${index}`));
            });
            await clock.advance(600_000);
            expectOnce(list, plugs);
            expect(host.outbox.counts).toMatchObject({ pending: 0, sending: 0, uncertain: 0, dead: 0 });
            await scripted.close();
          },
        ),
      );
    });
  }

  it('nor does a notice in the place of a reaction, or a correction in that of an edit', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const [rich, poor] = [
      scripted.plug('rich', { capabilities: { edit: true, reaction: true, delete: true } }),
      scripted.plug('poor'),
    ];
    const rooms = [rich.channel('room'), poor.channel('room')];
    host.addHook(bridge('bridge', rooms));
    for (const plug of [rich, poor]) {
      plug.onCall = (call) => {
        if (call.method === 'put') void call.echo();
        call.succeed();
      };
    }
    await scripted.open();
    const id = rich.say('room', 'hello world');
    await clock.settle();
    const channel = rich.channel('room');
    void rich.emit({ type: 'edit', channel, id, text: 'hello word', user: { id: 'ann', nick: 'ann' } });
    void rich.emit({ type: 'reaction', channel, id, emoji: '👍', user: { id: 'bob', nick: 'bob' } });
    await clock.advance(60_000);
    void rich.emit({ type: 'delete', channel, id, user: { id: 'ann', nick: 'ann' } });
    await clock.advance(60_000);
    expect(poor.texts).toHaveLength(4);
    expect(rich.calls).toEqual([]);
  });
});
