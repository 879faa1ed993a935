import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryStore, PlugError } from '../../src/index.ts';
import { anyMoment, at } from './moments.ts';
import { ScriptedHost } from './scripted-host.ts';
import { slowStore } from './slow-store.ts';

const text = { maxLength: 10, unit: 'utf16', marks: [] } as const;

describe('a split message', () => {
  for (const [name, lasting] of [
    ['', false],
    [', with a store that lasts', true],
  ] as const) {
    it(`has one primary part, the first, whenever its echoes come${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(anyMoment, anyMoment), { minLength: 2, maxLength: 5 }),
          fc.integer({ min: 1, max: 6 }),
          async (moments, pipeline) => {
            const scripted = new ScriptedHost(lasting ? { store: slowStore(memoryStore({ lasting: true })) } : {});
            const { clock } = scripted;
            const plug = scripted.plug('net', { capabilities: { text, pipeline } });
            plug.onCall = (call) => {
              const [answers, echoes] = moments[call.options.part.index] as (typeof moments)[number];
              at(clock, echoes, () => void call.echo());
              at(clock, answers, () => call.succeed());
            };
            await scripted.open();
            const whole = moments.map((_moment, index) => `part no. ${index}`).join('\n');
            const sending = plug.channel('room').send({ text: whole, extras: { mine: true } });
            await clock.advance(200);
            const { refs } = await sending;
            expect(plug.texts).toEqual(whole.split('\n'));
            expect(refs.map(({ id }) => id)).toEqual(plug.calls.map(({ id }) => id));
            expect(plug.calls.map(({ options }) => options.part)).toEqual(
              moments.map((_moment, index) => ({ index, count: moments.length })),
            );
            const echoes = scripted.events.flatMap((event) => (event.type === 'message' ? [event] : []));
            expect(echoes).toHaveLength(moments.length);
            for (const echo of echoes) {
              expect(echo.primary, `${String(echo.text)} of ${whole}`).toBe(echo.ref.id === refs[0].id);
              expect(echo).toMatchObject({ self: true, source: { extras: { mine: true } } });
              expect(String(echo.source.text)).toBe(whole);
            }
            await scripted.close();
          },
        ),
      );
    });
  }

  it('goes on with the part that failed, and repeats none that was sent', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net', { capabilities: { text } });
    let failures = 2;
    plug.onCall = (call) => {
      if (call.options.part.index === 1 && failures > 0) {
        failures -= 1;
        call.fail(new PlugError('refused', { certain: true }));
      } else call.succeed();
    };
    await scripted.open();
    await clock.wait(plug.channel('room').post('part one\npart two\npart three'));
    await clock.wait(plug.channel('room').post('next'));
    await clock.advance(60_000);
    expect(plug.texts).toEqual(['part one', 'part two', 'part two', 'part two', 'part three', 'next']);
    const keys = plug.calls.map(({ options }) => options.key);
    expect(new Set(keys).size).toBe(4);
    expect(keys[1]).toBe(keys[3]);
  });

  it('has only the part go again that failed, also where all leave together', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net', { capabilities: { text, pipeline: 3 } });
    plug.onCall = (call) => {
      if (plug.calls.length === 2) call.fail(new PlugError('refused', { certain: true }));
      else call.succeed();
    };
    await scripted.open();
    void plug.channel('room').post('part one\npart two\npart three');
    await clock.settle();
    expect(plug.texts).toEqual(['part one', 'part two', 'part three']);
    await clock.advance(60_000);
    expect(plug.texts).toEqual(['part one', 'part two', 'part three', 'part two']);
    expect(plug.calls[3]?.options.key).toBe(plug.calls[1]?.options.key);
    expect(scripted.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, uncertain: 0, dead: 0 });
  });

  it('is not torn apart by others, though the parts go one by one', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net', { capabilities: { text } });
    plug.onCall = (call) => void scripted.clock.after(5, () => call.succeed());
    await scripted.open();
    for (const word of ['a', 'b', 'c']) void plug.channel('room').send(`part ${word} 1\npart ${word} 2`);
    await scripted.clock.advance(1000);
    expect(plug.texts).toEqual(['part a 1', 'part a 2', 'part b 1', 'part b 2', 'part c 1', 'part c 2']);
  });
});
