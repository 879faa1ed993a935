import { assertOrder, ECHOED, HEARD, SEEN } from './assert-order.ts';
import type { Bench, PlugTests } from './bench.ts';
import { receives, sends } from './bench.ts';

const COUNT = 1000;

/** A thousand messages each way at once, or as many as the network's rate lets through in a reasonable time. */
export const stressTests: PlugTests = {
  'a thousand messages each way arrive in order, each once': async (bench) => {
    const out = sends(bench) ? bench.words(bench.count(COUNT)) : [];
    const back = receives(bench) ? bench.words(COUNT) : [];
    const sent = out.map((word) => bench.channel.send(word));
    for (const word of back) await bench.peer.say('ann', word);
    await bench.within(Promise.all(sent), 'the messages to be sent');
    if (out.length > 0) await bench.see(out.at(-1) as string);
    if (back.length > 0) await bench.hear(back.at(-1) as string);
    await bench.settle();
    assertOrder(
      pick(
        out,
        (await bench.peer.seen()).map(({ text }) => text.trim()),
      ),
      out,
      SEEN,
    );
    assertOrder(pick(back, texts(bench)), back, HEARD);
    assertOrder(pick(out, texts(bench)), out, ECHOED);
  },
};

function texts({ events }: Bench): string[] {
  return events.flatMap((event) => (event.type === 'message' ? [String(event.text ?? '').trim()] : []));
}

function pick(words: readonly string[], found: readonly string[]): string[] {
  const wanted = new Set(words);
  return found.filter((text) => wanted.has(text));
}
