import assert from 'node:assert/strict';
import type { Bench, PlugTests } from './bench.ts';
import { receives, sends } from './bench.ts';
import { speak } from './lifecycle.ts';

/** What strangers type. Each stands between two words. */
const hostile: readonly string[] = [
  '\r\nQUIT :injected\r\n',
  '\nJOIN 0\n',
  '\u0000NUL\u0007BEL\u001b[31mESC',
  '\u0001ACTION injects\u0001',
  '\u202eright to left\u2066',
  'lone \ud800 surrogates \udc00',
  '@everyone @here <@&1> <@1> <!channel>',
  '</message><iq type="set"/>&amp;&lt;<b>bold</b><script>',
  '`code` ```pre``` **bold** _it_ ~~s~~ ||sp|| [l](javascript:x) # h',
  '\u0024{constructor} {{7*7}} %s %n \\u0041 $(id) `id`',
  "'; DROP TABLE messages; --",
  '👩‍👩‍👧‍👦🏳️‍🌈 é́́ ﷽',
  `e${'\u0301'.repeat(300)}`,
  '\u200b\u2060\ufeff',
];
/** What a network might take for a command where it stands at the start. */
const commands: readonly string[] = ['/quit', '/nick x', ':colon', '.dot', '!bang', '-1', '>quote', '#heading'];

const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Texts that want to be more than text. */
export const hostileTextTests: PlugTests = {
  'what is sent stays text': async (bench) => {
    if (!sends(bench)) return;
    await unharmed(bench, async () => {
      for (const text of hostile.slice(0, bench.count(hostile.length))) {
        const [before, after] = bench.words(2) as [string, string];
        await bench.send(`${before} ${text} ${after}`);
        await bench.see(before);
        await bench.see(after);
        for (const seen of await bench.seen(before, after)) {
          assert.ok(!FORBIDDEN.test(seen.text), `controls got through: ${JSON.stringify(seen.text)}`);
          assert.ok(seen.text.isWellFormed(), 'half a character got through');
        }
      }
    });
  },

  'what looks like a command is said': async (bench) => {
    if (!sends(bench)) return;
    await unharmed(bench, async () => {
      for (const text of commands.slice(0, bench.count(commands.length))) {
        const word = bench.word();
        await bench.send(`${text} ${word}`);
        const seen = await bench.see(word);
        const [command] = /[a-z0-9]+/.exec(text) ?? [''];
        assert.ok(seen.text.includes(command), `${JSON.stringify(text)} became ${JSON.stringify(seen.text)}`);
      }
    });
  },

  'a text without end does no harm': async (bench) => {
    if (!sends(bench)) return;
    await unharmed(bench, async () => {
      const word = bench.word();
      await bench.send(`${word} ${'x'.repeat(20_000)}`);
      await bench.see(word);
    });
  },

  'names and topics stay on their line': async (bench) => {
    const { plug, channel } = bench;
    await unharmed(bench, async () => {
      const text = 'x\r\nQUIT :injected\r\n\u0000';
      const word = bench.word();
      const user = { kind: 'user', network: 'elsewhere', id: text, nick: text } as const;
      if (sends(bench)) await bench.send({ text: word, user });
      if (sends(bench)) await bench.see(word);
      const set = [
        plug.capabilities.topic && channel.setTopic(text),
        plug.capabilities.title && channel.setTitle(text),
      ];
      // Whether it is taken or refused is the network's business.
      for (const outcome of set) if (outcome) await bench.within(Promise.allSettled([outcome]), 'the topic or title');
    });
  },

  'what is heard is clean': async (bench) => {
    if (!receives(bench)) return;
    await unharmed(bench, async () => {
      for (const text of hostile) {
        const [before, after] = bench.words(2) as [string, string];
        // What the network itself cannot carry need not be said.
        const line = `${before} ${text.replace(/[\r\n\0]/g, ' ')} ${after}`;
        await bench.peer.say('ann', line);
        const heard = String((await bench.hear(before)).text);
        assert.ok(!FORBIDDEN.test(heard), `controls got through: ${JSON.stringify(heard)}`);
        assert.ok(heard.isWellFormed(), 'half a character got through');
      }
    });
  },
};

/** Asserts that the plug stays connected all the while, and works afterwards. */
async function unharmed(bench: Bench, act: () => Promise<void>): Promise<void> {
  const states: string[] = [];
  const subscription = bench.plug.states.subscribe((state) => states.push(state));
  try {
    await act();
    await speak(bench);
  } finally {
    subscription.unsubscribe();
  }
  const well = bench.peer.drops ? ['connected', 'reconnecting'] : ['connected'];
  assert.deepEqual(
    states.filter((state) => !well.includes(state)),
    [],
    'the plug stays connected',
  );
}
