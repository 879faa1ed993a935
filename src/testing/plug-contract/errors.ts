import assert from 'node:assert/strict';
import { NotConnectedError, TielineError, UnsupportedError } from '../../errors.ts';
import { toFailure } from '../../host/failure.ts';
import { RichText } from '../../text/rich-text.ts';
import type { Bench, PlugTests } from './bench.ts';
import { sends } from './bench.ts';

/** What goes wrong, and what is said about it. */
export const errorTests: PlugTests = {
  'send: is refused where nothing can be sent': async (bench) => {
    if (sends(bench)) return;
    const outcome = await outcomeOf(bench, bench.channel.send(bench.word()));
    assert.ok(outcome instanceof UnsupportedError && outcome.capability === 'send');
  },

  'a put() before the plug is connected sends or says that it did not': {
    opened: false,
    async test(bench) {
      if (!sends(bench)) return;
      const word = bench.word();
      const outcome = await outcomeOf(bench, put(bench, word));
      if (outcome === undefined) return void (await bench.see(word));
      assert.ok(outcome instanceof NotConnectedError, `NotConnectedError, not ${String(outcome)}`);
      assert.equal(outcome.retryable, true, 'it may be tried again');
      assert.equal(outcome.certain, true, 'it is certain that nothing was sent');
    },
  },

  'a put() in an outage sends or says that it did not': async (bench) => {
    if (!sends(bench)) return;
    const word = bench.word();
    await bench.peer.sever();
    const outcome = await outcomeOf(bench, put(bench, word));
    if (outcome !== undefined) {
      const { retryable, certain } = toFailure(bench.plug.name, outcome);
      assert.equal(retryable, true, `an outage passes: ${String(outcome)} should be retryable`);
      if (outcome instanceof TielineError && !certain) return;
    }
    await bench.peer.heal();
    await bench.until(() => bench.plug.state === 'connected', 'the plug to connect again');
    await bench.settle();
    if (outcome === undefined) await bench.see(word);
    else
      assert.equal(
        (await bench.seen(word)).length,
        0,
        `${String(outcome)} is certain that it was not sent, but it was`,
      );
  },
};

/** Calls `put()` as the host would. */
export function put(bench: Bench, text: string, signal: AbortSignal = new AbortController().signal): Promise<unknown> {
  const options = { key: `contract-${text}`, signal, pings: false, part: { index: 0, count: 1 } };
  return bench.inside.put(bench.channel, { text: new RichText(text) }, options);
}

/** What a promise was rejected with; undefined where it was not. */
export async function outcomeOf(bench: Bench, promise: Promise<unknown>): Promise<unknown> {
  return await bench.within(
    promise.then(
      () => undefined,
      (error: unknown) => error ?? new Error('nothing was thrown'),
    ),
    'put() to end',
  );
}
