import { type PlugTests, sends } from './bench.ts';
import { outcomeOf, put } from './errors.ts';

/** Nobody waits any more. */
export const abortTests: PlugTests = {
  'a put() that is aborted in an outage ends': async (bench) => {
    if (!sends(bench)) return;
    const controller = new AbortController();
    await bench.peer.sever();
    const sending = outcomeOf(bench, put(bench, bench.word(), controller.signal));
    controller.abort(new Error('the contract aborts put()'));
    await sending;
    await bench.peer.heal();
  },

  'a put() that was aborted before it began ends': async (bench) => {
    if (!sends(bench)) return;
    await outcomeOf(bench, put(bench, bench.word(), AbortSignal.abort(new Error('the contract aborts put()'))));
  },
};
