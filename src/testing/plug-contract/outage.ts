import { assertOrder, HEARD, SEEN } from './assert-order.ts';
import { type Bench, type PlugTests, receives, sends } from './bench.ts';
import { speak } from './lifecycle.ts';

const COUNT = 5;

/** The network goes away and comes back. */
export const outageTests: PlugTests = {
  'an outage is noticed': async (bench) => {
    if (!receives(bench)) return;
    await cut(bench);
    await bench.peer.heal();
  },

  'after an outage it goes on by itself': async (bench) => {
    await cut(bench);
    await mend(bench);
    await speak(bench);
  },

  'what was posted in an outage is delivered after it, once and in order': async (bench) => {
    if (!sends(bench)) return;
    await cut(bench);
    const words = bench.words(COUNT);
    const posted = await Promise.all(words.map((word) => bench.channel.post(word)));
    await mend(bench);
    await bench.within(Promise.all(posted.map((one) => one.receipt())), 'the receipts');
    await bench.see(words.at(-1) as string);
    await bench.settle();
    assertOrder(await bench.seenTexts(...words), words, SEEN);
  },

  'what came before an outage does not come again after it': async (bench) => {
    if (!receives(bench)) return;
    const words = bench.words(COUNT);
    for (const word of words) await bench.peer.say('ann', word);
    await bench.hear(words.at(-1) as string);
    await cut(bench);
    await mend(bench);
    await bench.settle();
    assertOrder(bench.heardTexts(...words), words, HEARD);
  },

  'after an outage every message comes once': async (bench) => {
    if (!receives(bench)) return;
    await cut(bench);
    await mend(bench);
    const words = bench.words(COUNT);
    for (const word of words) await bench.peer.say('ann', word);
    await bench.hear(words.at(-1) as string);
    await bench.settle();
    assertOrder(bench.heardTexts(...words), words, HEARD);
  },
};

async function cut(bench: Bench): Promise<void> {
  await bench.peer.sever();
  // A plug that only sends learns of an outage when it sends.
  if (receives(bench)) await bench.until(() => bench.plug.state !== 'connected', 'the outage to be noticed');
}

async function mend(bench: Bench): Promise<void> {
  await bench.peer.heal();
  await bench.until(() => bench.plug.state === 'connected', 'the plug to connect again');
}
