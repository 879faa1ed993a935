import assert from 'node:assert/strict';
import { type Bench, type PlugTests, receives, sends } from './bench.ts';

/** Opening, closing, and what may come in between. */
export const lifecycleTests: PlugTests = {
  'connects, and works at once': async (bench) => {
    if (!sends(bench)) return;
    const word = bench.word();
    await bench.send(word);
    await bench.see(word);
  },

  closes: async (bench) => {
    await bench.within(bench.host.close(), 'the host to close');
    assert.equal(bench.plug.state, 'idle');
    assert.deepEqual(
      bench.warnings.filter((text) => /stop\(\)|did not stop/.test(text)),
      [],
      'stop() comes to an end',
    );
  },

  'opens again': async (bench) => {
    await bench.within(bench.host.close(), 'the host to close');
    await bench.open();
    await speak(bench);
  },

  'closes while it is opening': {
    opened: false,
    async test(bench) {
      bench.host.addPlug(bench.plug);
      const opening = bench.host.open();
      const closing = bench.host.close();
      await bench.within(Promise.all([opening, closing]), 'the host to open and close');
      assert.equal(bench.plug.state, 'idle');
      await bench.open();
      await speak(bench);
    },
  },

  'may be stopped without having been started, and twice': {
    opened: false,
    async test(bench) {
      await bench.within(bench.inside.stop(), 'stop() without start()');
      await bench.open();
      await bench.within(bench.host.close(), 'the host to close');
      await bench.within(bench.inside.stop(), 'a second stop()');
    },
  },

  'ends a start that is aborted': {
    opened: false,
    async test(bench) {
      await bench.peer.sever();
      const controller = new AbortController();
      const started = bench.inside.start(controller.signal).then(
        () => 'connected' as const,
        () => 'failed' as const,
      );
      controller.abort(new Error('the contract aborts start()'));
      await bench.within(started, 'an aborted start() to end');
      await bench.within(bench.inside.stop(), 'stop() after an aborted start()');
      await bench.peer.heal();
    },
  },

  'fails to start while the network is away, and connects when it is back': {
    opened: false,
    async test(bench) {
      await bench.peer.sever();
      bench.host.addPlug(bench.plug);
      const opening = bench.host.open();
      await bench.until(() => bench.plug.state === 'waiting', 'start() to fail');
      await bench.peer.heal();
      await bench.until(() => bench.plug.state === 'connected', 'the plug to connect');
      await bench.within(opening, 'the host to open');
      await speak(bench);
    },
  },
};

/** Says one thing each way. */
export async function speak(bench: Bench): Promise<void> {
  const [out, back] = bench.words(2) as [string, string];
  if (sends(bench)) {
    await bench.send(out);
    await bench.see(out);
  }
  if (!receives(bench)) return;
  await bench.peer.say('ann', back);
  await bench.hear(back);
}
