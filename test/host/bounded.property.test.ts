import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineHook, PlugError } from '../../src/index.ts';
import { anyMoment, at } from './moments.ts';
import { ScriptedHost } from './scripted-host.ts';

/** How much of a plug is queued before `queue()` waits. */
const highWater = 10_000;

describe('promise 6: everything is bounded', () => {
  it('what waits in the host, however many writers and channels there are; and all of it arrives, in order', async () => {
    const floods = fc.record({
      writers: fc.integer({ min: 1, max: 20 }),
      rooms: fc.integer({ min: 1, max: 50 }),
      extra: fc.nat({ max: 5000 }),
      slowness: fc.nat({ max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(floods, async ({ writers, rooms, extra, slowness }) => {
        const scripted = new ScriptedHost();
        const { clock, host } = scripted;
        const plug = scripted.plug('net');
        let queued = 0;
        let most = 0;
        const heard = new Map<string, number[]>();
        host.addHook(
          defineHook('slow', {
            onReceive: async (event) => {
              for (let left = slowness; left > 0; left -= 1) await undefined;
              queued -= 1;
              const { source } = event.channel;
              heard.set(source, [
                ...(heard.get(source)?.slice(-1) ?? []),
                Number(event.type === 'message' && event.ref.id),
              ]);
              const [before = -1, now = 0] = heard.get(source) ?? [];
              if (heard.get(source)?.length === 2) expect(now).toBeGreaterThan(before);
            },
          }),
        );
        await scripted.open();
        let next = 0;
        const total = highWater + extra;
        const write = async (): Promise<void> => {
          while (next < total) {
            const id = next;
            next += 1;
            queued += 1;
            most = Math.max(most, queued);
            await plug.emit({
              type: 'message',
              channel: plug.channel(`room ${id % rooms}`),
              id: String(id),
              text: 'x',
            });
          }
        };
        await clock.wait(Promise.all(Array.from({ length: writers }, write)));
        await clock.settle();
        expect(most).toBeLessThanOrEqual(highWater + writers);
        expect([queued, scripted.events.length]).toEqual([0, total]);
        await scripted.close();
      }),
      { numRuns: 8 },
    );
  });

  it('nothing is kept of what is over: no timer, no lane, whatever became of it', async () => {
    const ends = fc.constantFrom('well', 'badly', 'never');
    const acts = fc.array(
      fc.record({
        room: fc.nat({ max: 5 }),
        does: fc.constantFrom('say', 'send', 'post'),
        ends,
        hook: ends,
        at: anyMoment,
      }),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const scripted = new ScriptedHost({ hookTimeoutMs: 5000, sendTimeoutMs: 5000, maxAgeMs: 60_000 });
        const { clock, host } = scripted;
        const plug = scripted.plug('net');
        plug.onCall = (call) => {
          const how = list[Number(call.text)]?.ends;
          if (how === 'well') call.succeed();
          else if (how === 'badly') call.fail(new PlugError('refused', { retryable: true, certain: true }));
        };
        host.addHook(
          defineHook('any', {
            onReceive: (event) => {
              const how = event.type === 'message' ? list[Number(String(event.text))]?.hook : 'well';
              if (how === 'badly') throw new Error('the hook is bad');
              return how === 'never' ? new Promise(() => undefined) : undefined;
            },
          }),
        );
        await scripted.open();
        for (const [index, { room, does, at: moment }] of list.entries()) {
          const channel = plug.channel(`room ${room}`);
          at(clock, moment, () => {
            if (does === 'say') plug.say(channel.source, String(index));
            else void channel[does](String(index)).catch(() => undefined);
          });
        }
        await clock.advance(600_000);
        expect(host.outbox.counts).toMatchObject({ pending: 0, sending: 0 });
        // The sweeper of the store has one.
        expect(clock.timers).toBeLessThanOrEqual(1);
        await scripted.close();
        expect(clock.timers).toBe(0);
      }),
    );
  });
});
