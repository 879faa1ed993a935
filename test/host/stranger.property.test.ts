import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineHook } from '../../src/index.ts';
import { anyMoment, at } from './moments.ts';
import { ScriptedHost } from './scripted-host.ts';

const room = fc.constantFrom('a', 'b', 'c');
const net = fc.constantFrom('one', 'two');
const troubles = fc.array(
  fc.record({ net, room, kind: fc.constantFrom('hook hangs', 'put hangs', 'network lost'), at: anyMoment }),
  { minLength: 1, maxLength: 4 },
);
const traffic = fc.array(fc.record({ net, room, way: fc.constantFrom('in', 'send', 'post'), at: anyMoment }), {
  minLength: 1,
  maxLength: 30,
});

type Troubles = typeof troubles extends fc.Arbitrary<infer T> ? T : never;
type Traffic = typeof traffic extends fc.Arbitrary<infer T> ? T : never;

/** Of each message of a channel that nothing is wrong with, how long it took, in milliseconds; undefined: not served. */
async function lags(scripted: ScriptedHost, wrong: Troubles, list: Traffic): Promise<readonly (number | undefined)[]> {
  const { clock, host } = scripted;
  const is = (kind: string, name: string, source?: string): boolean =>
    wrong.some((one) => one.kind === kind && one.net === name && (source === undefined || one.room === source));
  const began = new Map<string, number>();
  const took = new Map<string, number>();
  const served = (text: string): void => void took.set(text, clock.now() - (began.get(text) ?? 0));
  const plugs = new Map(['one', 'two'].map((name) => [name, scripted.plug(name, { manual: true })]));
  let isLost = false;
  for (const [name, plug] of plugs) {
    plug.onStep = (step) => (isLost && is('network lost', name) ? undefined : step.succeed());
    plug.onCall = (call) => {
      if (is('put hangs', name, call.channel.source)) return;
      served(call.text);
      call.succeed();
    };
  }
  host.addHook(
    defineHook('reads', {
      onReceive: (event) => {
        if (event.type !== 'message' || event.self) return undefined;
        if (is('hook hangs', event.plug.name, event.channel.source)) return new Promise(() => undefined);
        return served(String(event.text));
      },
    }),
  );
  await scripted.open();
  isLost = true;
  for (const { kind, net: name, at: moment } of wrong)
    if (kind === 'network lost') at(clock, moment, () => plugs.get(name)?.become('lost'));
  for (const [index, { net: name, room: source, way, at: moment }] of list.entries()) {
    const plug = plugs.get(name);
    const text = `${name}/${source} ${index}`;
    at(clock, moment, () => {
      if (!is('network lost', name) && !wrong.some((one) => one.net === name && one.room === source))
        began.set(text, clock.now());
      if (way === 'in') plug?.say(source, text);
      else
        void plug
          ?.channel(source)
          [way](text)
          .catch(() => undefined);
    });
  }
  await clock.advance(4000);
  return [...began.keys()].map((text) => took.get(text));
}

describe('promise 4: no channel waits for another, whatever is wrong with that', () => {
  it('but is served in the very millisecond', async () => {
    await fc.assert(
      fc.asyncProperty(troubles, traffic, async (wrong, list) => {
        const scripted = new ScriptedHost({ closeTimeoutMs: 100 });
        const all = await lags(scripted, wrong, list);
        expect(all).toEqual(all.map(() => 0));
        await scripted.close();
      }),
    );
  });
});
