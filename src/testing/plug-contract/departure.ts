import assert from 'node:assert/strict';
import { assertOrder, SEEN } from './assert-order.ts';
import { type PlugTests, sends } from './bench.ts';

const COUNT = 25;

/** What we say. */
export const departureTests: PlugTests = {
  'messages go out in their order, each once': async (bench) => {
    if (!sends(bench)) return;
    const words = bench.words(bench.count(COUNT));
    await bench.within(Promise.all(words.map((word) => bench.channel.send(word))), 'the messages to be sent');
    await bench.see(words.at(-1) as string);
    await bench.settle();
    assertOrder(await bench.seenTexts(...words), words, SEEN);
  },

  'every message has an id of its own': async (bench) => {
    if (!sends(bench)) return;
    const words = bench.words(bench.count(COUNT));
    const receipts = await bench.within(Promise.all(words.map((word) => bench.channel.send(word))), 'the receipts');
    const ids = receipts.flatMap(({ refs }) => refs.map(({ id }) => id));
    assert.ok(ids.every((id) => typeof id === 'string' && id !== ''));
    assert.equal(new Set(ids).size, ids.length, 'put() gives a new id for each message');
  },

  'what was sent is there when put() has given its id': async (bench) => {
    if (!sends(bench)) return;
    const words = bench.words(3);
    for (const word of words) {
      await bench.send(word);
      await bench.see(word);
    }
    assert.equal((await bench.seen(...words)).length, words.length);
  },
};
