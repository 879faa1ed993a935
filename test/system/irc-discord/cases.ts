import { MessageFlags } from 'discord-api-types/v10';
import type { World } from './world.ts';

/** What people type on IRC. */
export const fromIrc: readonly (readonly [name: string, text: string])[] = [
  ['plain text', 'hello there'],
  ['bold', 'so \x02very\x02 bold'],
  ['italic', 'so \x1dvery\x1d slanted'],
  ['underline', 'so \x1fvery\x1f underlined'],
  ['strike', 'so \x1every\x1e wrong'],
  ['monospace', 'run \x11npm test\x11 now'],
  ['bold and italic', '\x02\x1dboth\x1d\x02'],
  ['colours', '\x0304red\x03 and \x0312,01blue\x03'],
  ['an action', '\x01ACTION waves\x01'],
  ['@everyone', '@everyone look at this'],
  ['@here', 'is @here anybody'],
  ['a user mention typed by hand', 'psst <@123456789012345678>'],
  ['a role mention typed by hand', 'psst <@&123456789012345678>'],
  ['a channel mention typed by hand', 'see <#123456789012345678>'],
  ['an emoji typed by hand', 'look <:blob:123456789012345678>'],
  ['a timestamp typed by hand', 'at <t:1700000000:R>'],
  ['asterisks', '2*3*4 and **not bold**'],
  ['underscores', 'snake_case_name and __init__'],
  ['backticks', 'a ` b `` c ```'],
  ['a spoiler typed by hand', 'the ||butler||'],
  ['a quote typed by hand', '> said nobody'],
  ['a heading typed by hand', '# not a heading'],
  ['a list typed by hand', '- not a list'],
  ['small print typed by hand', '-# not small'],
  ['a masked link typed by hand', '[click](https://example.org)'],
  ['an address', 'see https://example.org/a_b_c?d=e*f for more'],
  ['backslashes', 'C:\\Users\\_me_ \\o/'],
  ['emoji', '👍🏽 👨‍👩‍👧 🇩🇪'],
  ['other scripts', '你好 שלום مرحبا'],
  ['bidi overrides', 'safe \u202egnp.exe'],
];

/** What people do on Discord. */
export const fromDiscord: readonly (readonly [name: string, act: (world: World) => unknown])[] = [
  ['plain text', say('hello there')],
  ['bold', say('so **very** bold')],
  ['italic', say('so *very* slanted, _so_')],
  ['underline and strike', say('__so__ ~~not~~ wrong')],
  ['code', say('run `npm test` now')],
  ['a code block', say('```js\nlet a;\nlet b;\n```')],
  ['a spoiler', say('the ||butler|| did it')],
  ['a quote', say('> somebody said\nindeed')],
  ['a heading and a list', say('# News\n- one\n- two')],
  ['a masked link', say('[here](https://example.org/x)')],
  ['an address', say('https://example.org/a_b_c')],
  ['several lines', say('one\ntwo\nthree')],
  ['escapes', say('\\*not bold\\* \\_nor this\\_')],
  ['a mention', ({ discord, lobby, alice }) => void discord.say(lobby, alice, `hi <@${alice.id}>`)],
  [
    'a role',
    ({ discord, guild, lobby, alice }) => {
      const { id } = discord.role(guild, 'crew');
      discord.say(lobby, alice, `hi <@&${id}>`);
    },
  ],
  ['a channel', ({ discord, lobby, alice }) => void discord.say(lobby, alice, `in <#${lobby.id}>`)],
  ['@everyone', say('@everyone wake up')],
  [
    'a custom emoji',
    ({ discord, guild, lobby, alice }) => {
      discord.say(lobby, alice, `nice <:blob:${discord.emoji(guild, 'blob')}>`);
    },
  ],
  ['a timestamp', say('at <t:1700000000:f>')],
  [
    'a file',
    ({ discord, lobby, alice }) => {
      discord.say(lobby, alice, 'look', {
        files: [{ filename: 'cat.png', bytes: new Uint8Array(10), description: 'a cat' }],
      });
    },
  ],
  [
    'a voice message',
    ({ discord, lobby, alice }) => {
      const file = { filename: 'voice-message.ogg', bytes: new Uint8Array(10), durationSecs: 3, waveform: 'AA' };
      discord.say(lobby, alice, '', { files: [file], flags: MessageFlags.IsVoiceMessage });
    },
  ],
  [
    'a sticker',
    ({ discord, guild, lobby, alice }) => {
      discord.say(lobby, alice, '', { stickers: [discord.sticker(guild, 'wave')] });
    },
  ],
  [
    'a poll',
    ({ discord, lobby, alice }) => {
      const answers = ['tea', 'coffee'].map((text, index) => ({ answer_id: index + 1, poll_media: { text } }));
      const poll = { question: { text: 'What?' }, answers, expiry: '', allow_multiselect: false, layout_type: 1 };
      discord.say(lobby, alice, '', { poll });
    },
  ],
  [
    'a forward',
    ({ discord, lobby, alice, guild }) => {
      const elsewhere = discord.channel(guild, 'elsewhere');
      discord.say(lobby, alice, '', { forward: discord.say(elsewhere, alice, 'the original') });
    },
  ],
  [
    'a card',
    ({ discord, lobby, alice }) => {
      const fields = [{ name: 'Status', value: '**green**', inline: true }];
      discord.say(lobby, alice, '', {
        embeds: [{ title: 'Build', description: 'all *good*', url: 'https://ci.example', fields }],
      });
    },
  ],
  [
    'a reply',
    ({ discord, lobby, alice }) => {
      const first = discord.say(lobby, alice, 'which one?');
      discord.say(lobby, alice, 'that one', { replyTo: first });
    },
  ],
  [
    'an edit',
    async ({ discord, lobby, alice, bob }) => {
      const message = discord.say(lobby, alice, 'teh cat');
      // One that has not left yet would leave as it is meant now.
      await bob.until(
        () => bob.messages('#lobby').some(({ text }) => text.includes('teh cat')) || undefined,
        'teh cat',
      );
      discord.edit(message, 'the cat');
    },
  ],
  [
    'a delete',
    async ({ discord, lobby, alice, bob }) => {
      const message = discord.say(lobby, alice, 'oops');
      await bob.until(() => bob.messages('#lobby').some(({ text }) => text.includes('oops')) || undefined, 'oops');
      discord.remove(message);
    },
  ],
  [
    'another bridge',
    ({ discord, lobby, alice }) => {
      discord.sayAs(lobby, discord.webhook(lobby, 'bridge', alice), 'zoe', 'from Matrix');
    },
  ],
  [
    'a pin',
    ({ discord, lobby, alice }) => {
      discord.pin(discord.say(lobby, alice, 'important'), alice);
    },
  ],
];

function say(text: string): (world: World) => unknown {
  return ({ discord, lobby, alice }) => void discord.say(lobby, alice, text);
}
