import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineHook, Host, RichText, silentLogger } from '../../src/index.ts';
import { arbitraries, at, FakeClock, ScriptedPlug } from '../../src/testing/index.ts';

const { texts, richTexts, users, messages, events, moments, schedules } = arbitraries(fc);

describe('the arbitraries', () => {
  it('make texts that are odd, and ordinary ones', () => {
    const found = fc.sample(texts, { numRuns: 500, seed: 1 });
    expect(found.some((text) => /[\r\n]/.test(text))).toBe(true);
    expect(found.some((text) => !text.isWellFormed())).toBe(true);
    expect(found.some((text) => /^[\w ]+$/.test(text))).toBe(true);
  });

  it('make rich texts, users and messages that a host takes', async () => {
    await fc.assert(
      fc.asyncProperty(richTexts, users, messages, async (text, user, message) => {
        expect(text).toBeInstanceOf(RichText);
        const clock = new FakeClock();
        const host = new Host({ clock, logger: silentLogger });
        const plug = host.addPlug(new ScriptedPlug('net'));
        plug.onCall = (call) => call.succeed();
        await clock.wait(host.open());
        for (const sent of [{ text, user }, message]) {
          const { refs } = await clock.wait(plug.channel('room').send(sent));
          expect(refs.length).toBeGreaterThan(0);
        }
        await clock.wait(host.close());
      }),
      { numRuns: 50 },
    );
  });

  it('make events of every type, that a plug may queue', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(events, async (event) => {
        const clock = new FakeClock();
        const host = new Host({ clock, logger: silentLogger });
        const plug = host.addPlug(new ScriptedPlug('net'));
        const heard: string[] = [];
        host.addHook(defineHook('watch', { onReceive: ({ type }) => void heard.push(type) }));
        await clock.wait(host.open());
        await plug.emit({ ...event, channel: plug.channel('room') } as Parameters<ScriptedPlug['emit']>[0]);
        await clock.settle();
        expect(heard).toEqual([event.type]);
        seen.add(event.type);
        await clock.wait(host.close());
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(seen.size).toBe(12);
  });

  it('make moments at which things happen', async () => {
    await fc.assert(
      fc.asyncProperty(moments, schedules, async (moment, schedule) => {
        const clock = new FakeClock();
        const begin = clock.now();
        const times: number[] = [];
        for (const one of [moment, ...schedule]) {
          let expected = begin;
          expected += one.ms;
          at(clock, one, () => {
            expect(clock.now()).toBe(expected);
            times.push(clock.now());
          });
        }
        await clock.runUntilIdle();
        expect(times).toHaveLength(schedule.length + 1);
      }),
    );
  });

  it('shrink', () => {
    const outcome = fc.check(
      fc.property(messages, ({ text }) => String(text ?? '').length < 5),
      { seed: 7, numRuns: 1000 },
    );
    expect(outcome.failed).toBe(true);
    const [shortest] = outcome.counterexample as [{ readonly text: RichText }];
    expect(String(shortest.text).length).toBeLessThanOrEqual(6);
    expect(Object.keys(shortest)).toEqual(['text']);
  });
});
