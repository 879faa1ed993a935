import assert from 'node:assert/strict';
import type { Attachment } from '../../../model/message.ts';
import type { User } from '../../../model/user.ts';
import { type PlugTests, receives, sends } from '../bench.ts';

const zoe: User = { kind: 'user', network: 'elsewhere', id: 'zoe', nick: 'Zoe' };

/** What a message may hold beside its text: kept where the network can show it, and never at the cost of the text. */
export const contentTests: PlugTests = {
  'reply: answers a message': async (bench) => {
    if (!sends(bench) || !receives(bench)) return;
    const { reply, echo } = bench.plug.capabilities;
    const [question, answer] = bench.words(2) as [string, string];
    await bench.peer.say('ann', question);
    const { ref } = await bench.hear(question);
    const { degraded } = await bench.send({ text: answer, replyTo: ref });
    await bench.see(answer);
    if (!reply) return;
    assert.ok(!degraded.some(({ what }) => what === 'reply'), 'what is declared is not degraded');
    if (echo === 'network')
      assert.equal((await bench.hear(answer)).replyTo?.id, ref.id, 'the echo answers the same message');
  },

  'impersonate: shows another author': async (bench) => {
    if (!sends(bench)) return;
    const word = bench.word();
    await bench.send({ text: word, user: zoe });
    const { text, author } = await bench.see(word);
    if (bench.plug.capabilities.impersonate)
      assert.ok(author?.includes('Zoe'), `it stands under ${author} and not under Zoe`);
    else assert.ok(text.includes('Zoe'), 'the text names the author');
  },

  'attachments: sends a file': async (bench) => {
    if (!sends(bench)) return;
    const word = bench.word();
    const { degraded } = await bench.send({ text: word, attachments: [file] });
    await bench.see(word);
    const { attachments, echo } = bench.plug.capabilities;
    if (attachments === undefined) return;
    assert.ok(!degraded.some(({ what }) => what === 'attachment'), 'what is declared is not degraded');
    if (echo !== 'network') return;
    const hasFile = (): boolean =>
      bench.events.some((event) => event.type === 'message' && event.attachments?.length === 1);
    await bench.until(hasFile, 'the file to come back');
  },

  'card: shows a card': async (bench) => {
    if (!sends(bench)) return;
    const [word, title] = bench.words(2) as [string, string];
    await bench.send({ text: word, card: { title } });
    await bench.see(word);
    const { card, echo } = bench.plug.capabilities;
    if (!card) await bench.see(title);
    else if (echo === 'network') {
      const hasCard = (): boolean =>
        bench.events.some((event) => event.type === 'message' && event.card?.title === title);
      await bench.until(hasCard, 'the card to come back');
    }
  },
};

const file: Attachment = {
  type: 'file',
  kind: 'file',
  name: 'contract.txt',
  mime: 'text/plain',
  size: 5,
  open: async () => new Blob(['hello']).stream(),
};
