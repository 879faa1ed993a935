import assert from 'node:assert/strict';
import { messageRef, sameRef } from '../../model/refs.ts';
import { assertOrder, HEARD } from './assert-order.ts';
import { type PlugTests, receives } from './bench.ts';

const COUNT = 25;
const DAY_MS = 86_400_000;

/** What others say. */
export const arrivalTests: PlugTests = {
  'a message tells what was said, where, by whom and when': async (bench) => {
    if (!receives(bench)) return;
    const word = bench.word();
    await bench.peer.say('ann', word);
    const event = await bench.hear(word);
    assert.equal(event.channel, bench.channel, 'the channel is the one the peer spoke in');
    assert.equal(String(event.text), word);
    assert.ok(sameRef(event.ref, messageRef(bench.channel.ref, event.ref.id)), 'the ref is of that channel');
    assert.equal(event.self, false, 'somebody else said it');
    assert.equal(event.history, false, 'it came live');
    assert.ok(event.user !== undefined && event.user.id !== '', 'it has an author with an id');
    assert.notEqual(event.user.id, bench.plug.self?.id, 'the author is not our own account');
    const ageMs = Math.abs(bench.clock.now() - event.at.getTime());
    assert.ok(ageMs < DAY_MS, `it was said now, and not at ${String(event.at)}`);
  },

  'messages come in their order, each once': async (bench) => {
    if (!receives(bench)) return;
    const words = bench.words(COUNT);
    for (const word of words) await bench.peer.say('ann', word);
    await bench.hear(words.at(-1) as string);
    await bench.settle();
    assertOrder(bench.heardTexts(...words), words, HEARD);
  },

  'the same text twice is two messages': async (bench) => {
    if (!receives(bench)) return;
    const word = bench.word();
    await bench.peer.say('ann', word);
    await bench.peer.say('ann', word);
    await bench.until(() => bench.heard(word).length >= 2, 'the second of two equal messages');
    const [first, second] = bench.heard(word);
    assert.notEqual(first?.ref.id, second?.ref.id, 'each has an id of its own');
  },

  'nothing that is queued is refused': async (bench) => {
    if (!receives(bench)) return;
    const word = bench.word();
    await bench.peer.say('ann', word);
    await bench.hear(word);
    assert.deepEqual(
      bench.warnings.filter((text) => text.includes('refused')),
      [],
    );
  },
};
