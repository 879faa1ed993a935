import assert from 'node:assert/strict';
import type { Receipt } from '../../model/receipt.ts';
import { assertOrder, ECHOED } from './assert-order.ts';
import { type Bench, type PlugTest, type PlugTests, sends } from './bench.ts';

const DEPTHS = [0, 1, 2, 3, 4, 5];
const COUNT = 10;

/** Calls through so many async functions. */
async function wrapped<T>(depth: number, call: () => Promise<T>): Promise<T> {
  return depth === 0 ? await call() : await wrapped(depth - 1, call);
}

function receiptFirst(depth: number): PlugTest {
  return async (bench) => {
    if (!sends(bench)) return;
    const log: string[] = [];
    bench.onEvent = (event) => {
      if (event.type === 'message') log.push(`echo of ${String(event.text).trim()}`);
    };
    const words = bench.words(bench.count(COUNT));
    const send = async (word: string): Promise<void> => {
      // With depth 0 the receipt is awaited right here.
      if (depth === 0) await bench.channel.send(word);
      else await wrapped(depth - 1, () => bench.channel.send(word));
      log.push(`receipt of ${word}`);
    };
    await bench.within(Promise.all(words.map(send)), 'the receipts');
    for (const word of words) await bench.hear(word);
    for (const word of words) {
      const receipt = log.indexOf(`receipt of ${word}`);
      const echo = log.indexOf(`echo of ${word}`);
      assert.ok(receipt < echo, `the echo of message ${words.indexOf(word)} came before its receipt`);
    }
  };
}

/** Our own messages, coming back. */
export const echoTests: PlugTests = {
  'comes back where the message was sent, as the message that was sent': async (bench) => {
    if (!sends(bench)) return;
    const word = bench.word();
    const receipt = await bench.send({ text: word, extras: { contract: word } });
    const echo = await bench.hear(word);
    assert.equal(echo.channel, bench.channel);
    assertRecognised(echo, receipt);
    assert.deepEqual(echo.source.extras, { contract: word }, 'its source is the message that was given to send()');
    assert.equal(echo.primary, true);
  },

  'comes once': async (bench) => {
    if (!sends(bench)) return;
    const words = bench.words(3);
    for (const word of words) await bench.send(word);
    await bench.hear(words.at(-1) as string);
    await bench.settle();
    assertOrder(bench.heardTexts(...words), words, ECHOED);
  },

  ...Object.fromEntries(
    DEPTHS.map((depth) => [`comes after the receipt, through ${depth} async functions`, receiptFirst(depth)]),
  ),
};

function assertRecognised(echo: Awaited<ReturnType<Bench['hear']>>, receipt: Receipt): void {
  const ids = receipt.refs.map(({ id }) => id);
  assert.ok(
    ids.includes(echo.ref.id),
    `the echo has the id that put() gave: ${echo.ref.id} is not among ${ids.join(', ')}`,
  );
  assert.equal(echo.self, true, 'the echo is known as our own');
}
