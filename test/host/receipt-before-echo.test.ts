import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/index.ts';
import { anyMoment, at } from './moments.ts';
import { ScriptedHost } from './scripted-host.ts';
import { slowStore } from './slow-store.ts';

/** Calls through so many async functions. */
async function wrapped<T>(depth: number, call: () => Promise<T>): Promise<T> {
  return depth === 0 ? await call() : await wrapped(depth - 1, call);
}

const sends = fc.array(
  fc.record({
    channel: fc.constantFrom('a', 'b'),
    depth: fc.nat({ max: 12 }),
    begins: anyMoment,
    answers: anyMoment,
    echoes: anyMoment,
  }),
  { minLength: 1, maxLength: 8 },
);

describe('promise 2: the receipt comes before the echo', () => {
  for (const [name, lasting, echo] of [
    ['a network that echoes', false, 'network'],
    ['a network that echoes, with a store that lasts', true, 'network'],
    ['a network without echo', false, 'none'],
    ['a network without echo, with a store that lasts', true, 'none'],
  ] as const) {
    for (const lock of ['channel', 'plug'] as const) {
      it(`on ${name}, with a lock a ${lock}`, async () => {
        await fc.assert(
          fc.asyncProperty(sends, fc.integer({ min: 1, max: 4 }), async (list, pipeline) => {
            const scripted = new ScriptedHost(lasting ? { store: slowStore(memoryStore({ lasting: true })) } : {});
            const { clock } = scripted;
            const plug = scripted.plug('net', { capabilities: { pipeline, lock, echo } });
            const log: string[] = [];
            scripted.host.events.subscribe((event) => {
              if (event.type === 'message') log.push(`echo ${String(event.text)}`);
            });
            plug.onCall = (call) => {
              const { answers, echoes } = list[Number(call.text)] as (typeof list)[number];
              if (echo === 'network') at(clock, echoes, () => void call.echo());
              at(clock, answers, () => call.succeed());
            };
            await scripted.open();
            list.forEach(({ channel, depth, begins }, index) => {
              const send = async (): Promise<void> => {
                const { refs } = await wrapped(depth, () => plug.channel(channel).send(String(index)));
                log.push(`receipt ${index}`);
                expect(refs).toHaveLength(1);
              };
              at(clock, begins, () => void send());
            });
            await clock.advance(100);
            expect(log).toHaveLength(list.length * 2);
            for (const index of list.keys()) {
              expect(log.indexOf(`receipt ${index}`), log.join(', ')).toBeLessThan(log.indexOf(`echo ${index}`));
            }
            for (const event of scripted.events) {
              expect(event).toMatchObject({ type: 'message', self: true, primary: true });
            }
            await scripted.close();
          }),
        );
      });
    }
  }

  it('whatever channel the echo comes back on, where the plug locks as a whole', async () => {
    await fc.assert(
      fc.asyncProperty(anyMoment, anyMoment, async (answers, echoes) => {
        const scripted = new ScriptedHost();
        const { clock } = scripted;
        const plug = scripted.plug('net', { capabilities: { lock: 'plug' } });
        const log: string[] = [];
        scripted.host.events.subscribe(() => log.push('echo'));
        plug.onCall = (call) => {
          at(clock, echoes, () => void call.echo({ channel: plug.channel('thread') }));
          at(clock, answers, () => call.succeed());
        };
        await scripted.open();
        void plug
          .channel('room')
          .send('hello')
          .then(() => log.push('receipt'));
        await clock.advance(100);
        expect(log).toEqual(['receipt', 'echo']);
        await scripted.close();
      }),
    );
  });
});
