import assert from 'node:assert/strict';
import { messageRef } from '../../../model/refs.ts';
import type { HistoryQuery } from '../../../plug/facets.ts';
import type { MessageEvent } from '../../../plug/plug.ts';
import { type Bench, type PlugTests, receives } from '../bench.ts';
import { refused } from './refused.ts';

/** What was said before. */
export const historyTests: PlugTests = {
  'history: gives the newest messages, oldest first': async (bench) => {
    if (bench.plug.capabilities.history === undefined) return await refused(bench, 'history', () => history(bench, {}));
    const { words, events } = await conversation(bench);
    const found = await history(bench, { limit: 3 });
    assert.deepEqual(
      found.map(({ text }) => String(text)),
      words.slice(-3),
    );
    assert.deepEqual(
      found.map(({ ref }) => ref.id),
      events.slice(-3).map(({ ref }) => ref.id),
      'with the ids they came with',
    );
    assert.ok(
      found.every((event) => event.history),
      'known as past',
    );
  },

  'history: gives what came before or after a message': async (bench) => {
    if (bench.plug.capabilities.history === undefined) return;
    const { words, events } = await conversation(bench);
    const ref = (index: number): MessageEvent['ref'] => (events[index] as MessageEvent).ref;
    const texts = async (query: HistoryQuery): Promise<string[]> =>
      (await history(bench, query)).map(({ text }) => String(text));
    assert.deepEqual(await texts({ after: ref(1), limit: 10 }), words.slice(2), 'after');
    assert.deepEqual(await texts({ before: ref(4), limit: 2 }), words.slice(2, 4), 'before');
  },

  'a message is found by its ref': async (bench) => {
    if (bench.inside.getMessage === undefined) return;
    const { words, events } = await conversation(bench);
    const [event] = events as [MessageEvent];
    const found = await bench.ask(() => bench.plug.message(event.ref), 'message()');
    assert.ok(found?.type === 'message' && found.ref.id === event.ref.id && String(found.text) === words[0]);
    const missing = await bench.ask(() => bench.plug.message(messageRef(bench.channel.ref, '1')), 'message()');
    assert.equal(missing, undefined, 'one that is not there is undefined');
  },
};

async function conversation(bench: Bench): Promise<{ words: string[]; events: MessageEvent[] }> {
  const words = bench.words(5);
  assert.ok(receives(bench), 'a network with a past has something coming in');
  for (const word of words) await bench.peer.say('ann', word);
  await bench.hear(words.at(-1) as string);
  return { words, events: bench.heard(...words) };
}

async function history(bench: Bench, query: HistoryQuery): Promise<MessageEvent[]> {
  return await bench.ask(() => Array.fromAsync(bench.channel.history(query)), 'history()');
}
