import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../plug/plug.ts';
import { type Bench, type PlugTests, receives, sends } from '../bench.ts';
import { refused } from './refused.ts';

const EMOJI = '👍';

/** Reactions. */
export const reactionTests: PlugTests = {
  'reaction: is put on a message and taken back': async (bench) => {
    if (!sends(bench)) return;
    const { channel } = bench;
    const word = bench.word();
    const { refs } = await bench.send(word);
    if (bench.plug.capabilities.reaction === undefined) {
      await refused(bench, 'reaction', () => channel.react(refs[0], EMOJI));
      return;
    }
    for (const on of [true, false]) {
      await bench.within(channel.react(refs[0], EMOJI, on), 'the reaction');
      const reaction = await arrived(bench, !on);
      assert.equal(reaction.ref.id, refs[0].id, 'it names the message');
      assert.equal(reaction.emoji, EMOJI);
      assert.equal(reaction.self, true, 'it is known as our own');
    }
  },

  'reaction: by others': async (bench) => {
    const { react } = bench.peer;
    if (!receives(bench) || !sends(bench) || react === undefined) return;
    const word = bench.word();
    const { refs } = await bench.send(word);
    await bench.see(word);
    await react.call(bench.peer, word, EMOJI);
    const reaction = await arrived(bench, false);
    assert.equal(reaction.ref.id, refs[0].id, 'it names the message');
    assert.equal(reaction.emoji, EMOJI);
    assert.equal(reaction.self, false, 'it is not our own');
  },
};

type ReactionEvent = ChatEvent & { readonly type: 'reaction' };

async function arrived(bench: Bench, removed: boolean): Promise<ReactionEvent> {
  const fits = (event: ChatEvent): event is ReactionEvent => event.type === 'reaction' && event.removed === removed;
  await bench.until(
    () => bench.events.some(fits),
    removed ? 'the end of the reaction' : 'the reaction to reach a hook',
  );
  return bench.events.find(fits) as ReactionEvent;
}
