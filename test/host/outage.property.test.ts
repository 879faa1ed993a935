import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineHook } from '../../src/index.ts';
import type { ScriptedStep } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** How long a step of the plug may take before it is given up. */
const patienceMs = 1000;
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ ends: fc.constant('well' as const), afterMs: fc.nat({ max: 900 }) }) },
  { weight: 3, arbitrary: fc.record({ ends: fc.constant('badly' as const), afterMs: fc.nat({ max: 900 }) }) },
  { weight: 1, arbitrary: fc.record({ ends: fc.constant('never' as const), afterMs: fc.constant(0) }) },
);
const acts = fc.array(
  fc.record({
    does: fc.constantFrom('lost', 'reconnecting', 'connected', 'post', 'say', 'throw'),
    afterMs: fc.oneof(fc.constant(0), fc.nat({ max: 100 }), fc.nat({ max: 90_000 })),
  }),
  { maxLength: 25 },
);

describe('promise 8: outages are events, not crashes', () => {
  it('whatever becomes of connections and hooks: all goes on, every attempt shows, and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), acts, async (drawn, list) => {
        const steps = [...drawn];
        const scripted = new ScriptedHost({ openTimeoutMs: patienceMs, closeTimeoutMs: patienceMs });
        const { clock, host } = scripted;
        const [plug, calm] = [scripted.plug('net', { manual: true }), scripted.plug('calm')];
        let underWay: ScriptedStep | undefined;
        plug.onStep = (one) => {
          expect(underWay, `${one.method}() while another step is under way`).toBeUndefined();
          const { ends, afterMs } = steps.shift() ?? { ends: 'well', afterMs: 0 };
          // One that never ends is given up, and then overlaps with whatever comes.
          if (ends === 'never') return;
          underWay = one;
          clock.after(afterMs, () => {
            underWay = undefined;
            if (ends === 'well') one.succeed();
            else one.fail();
          });
        };
        plug.onCall = (call) => call.succeed();
        let throws = 0;
        host.addHook(
          defineHook('bad', {
            onReceive: ({ type }) => {
              if (type !== 'topic') return;
              throws += 1;
              throw new Error('the hook is bad');
            },
          }),
        );
        void host.open();
        const said: string[] = [];
        const posted: string[] = [];
        for (const [index, { does, afterMs }] of list.entries()) {
          await clock.advance(afterMs);
          if (does === 'post') {
            posted.push(String(index));
            void plug.channel('room').post(String(index));
          } else if (does === 'say') {
            said.push(String(index));
            calm.say('room', String(index));
          } else if (does === 'throw') {
            void calm.emit({ type: 'topic', channel: calm.channel('room'), text: String(index) });
          } else plug.become(does);
        }
        if (plug.state === 'reconnecting') plug.become('connected');
        // However long the outage was, five minutes and an attempt later it is over.
        await clock.runUntil(() => steps.length === 0 && plug.state === 'connected');
        await clock.settle();
        expect(plug.texts).toEqual(posted);
        expect(scripted.texts.filter((text) => said.includes(text))).toEqual(said);
        const starts = plug.steps.filter(({ method }) => method === 'start').length;
        // A stop() that fails is told of, too, as a fault that changes nothing.
        const told = scripted.states.filter(
          ({ name, state, previous }) => name === 'net' && state === 'starting' && state !== previous,
        );
        expect(told).toHaveLength(starts);
        const bad = scripted.states.filter(({ name, cause }) => name === 'bad' && cause !== undefined);
        expect(bad).toHaveLength(throws);
        expect(calm.state).toBe('connected');
        await scripted.close();
      }),
    );
  });
});
