import assert from 'node:assert/strict';
import { HandleWatch } from '../handle-watch.ts';
import type { Bench, PlugTests } from './bench.ts';
import { receives } from './bench.ts';
import { speak } from './lifecycle.ts';

/** What is left when the plug is closed. */
export const leakTests: PlugTests = {
  'no handle, no timer, no listener': {
    opened: false,
    async test(bench) {
      const listeners = processListeners();
      const watch = new HandleWatch();
      try {
        await watch.during(async () => {
          await bench.open();
          await speak(bench);
          await bench.within(bench.host.close(), 'the host to close');
        });
        // What is closed may take a moment to be gone.
        await bench.until(() => watch.left().length === 0, 'everything to be let go').catch(() => undefined);
        assert.deepEqual(watch.left(), [], 'stop() has to end the timers and handles that the plug has made');
      } finally {
        watch.end();
      }
      assert.deepEqual(processListeners(), listeners, 'stop() has to take back the listeners on the process');
    },
  },

  'a closed plug is silent': async (bench) => {
    if (!receives(bench)) return;
    await speak(bench);
    await bench.within(bench.host.close(), 'the host to close');
    const queued = watchQueue(bench);
    await bench.peer.say('ann', bench.word());
    await bench.open();
    await bench.settle();
    const texts = queued.filter(({ whileClosed }) => whileClosed).length;
    assert.equal(texts, 0, 'queue() is not called after stop()');
  },
};

function processListeners(): Record<string, number> {
  return Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
}

/** Notes each call of the plug's `queue()`, and whether the plug was closed. */
function watchQueue({ plug }: Bench): { readonly whileClosed: boolean }[] {
  const calls: { readonly whileClosed: boolean }[] = [];
  const inside = plug as unknown as { queue(event: unknown): Promise<void> };
  const queue = inside.queue.bind(plug);
  inside.queue = (event) => {
    calls.push({ whileClosed: plug.state === 'idle' });
    return queue(event);
  };
  return calls;
}
