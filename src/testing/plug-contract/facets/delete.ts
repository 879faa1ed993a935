import assert from 'node:assert/strict';
import { type PlugTests, receives, sends } from '../bench.ts';
import { longText } from '../split.ts';
import { refused } from './refused.ts';

/** Taking back what was said. */
export const deleteTests: PlugTests = {
  'delete: takes our message away, and no other': async (bench) => {
    if (!sends(bench)) return;
    const [gone, kept] = bench.words(2) as [string, string];
    const { channel } = bench;
    const { refs } = await bench.send(gone);
    await bench.send(kept);
    await bench.see(kept);
    if (bench.plug.capabilities.delete === undefined) {
      await refused(bench, 'delete', () => channel.delete(refs[0]));
      return;
    }
    await bench.within(channel.delete(refs[0]), 'the deletion');
    await bench.until(async () => (await bench.seen(gone)).length === 0, 'the message to be gone');
    assert.equal((await bench.seen(kept)).length, 1, 'the other one stays');
  },

  'delete: takes all parts of a message away': async (bench) => {
    if (!sends(bench) || bench.plug.capabilities.delete === undefined) return;
    const words = longText(bench);
    const { refs } = await bench.send(words.join(' '));
    await bench.see(words.at(-1) as string);
    await bench.within(bench.channel.delete(refs[0]), 'the deletion');
    await bench.until(async () => (await bench.seen(...words)).length === 0, 'all parts to be gone');
  },

  'delete: by others': async (bench) => {
    const { remove } = bench.peer;
    if (!receives(bench) || remove === undefined) return;
    const word = bench.word();
    await bench.peer.say('ann', word);
    const said = await bench.hear(word);
    await remove.call(bench.peer, word);
    await bench.until(() => bench.events.some(({ type }) => type === 'delete'), 'the deletion to reach a hook');
    const event = bench.events.find(({ type }) => type === 'delete');
    assert.ok(event?.type === 'delete' && event.ref.id === said.ref.id, 'it names the message that is gone');
  },
};
