import { afterAll, describe, expect, it } from 'vitest';
import { type PlugPeer, plugContract, SeededRandom } from '../../../src/testing/index.ts';
import { parseDiscord } from '../../../src/text/index.ts';
import { DiscordPlug } from '../index.ts';
import { configFor } from './bridge.ts';
import type { LocalDiscord, MessageRecord, RecordedRequest, StoredMessage } from './server/index.ts';
import { startDiscord } from './server/index.ts';

const places = new WeakMap<DiscordPlug, LocalDiscord>();
const open = new Set<LocalDiscord>();

afterAll(async () => {
  for (const discord of open) await discord.close();
});

function contract(webhooks: 'auto' | 'off', how: string, disturb?: (discord: LocalDiscord) => () => void): void {
  plugContract<DiscordPlug>({
    describe,
    it: (title, body, timeoutMs) => it(title, body, timeoutMs),
    // A thousand messages with drops among them, on a machine that is busy with other tests: only what hangs takes this long.
    patienceMs: 120_000,
    name: `DiscordPlug, webhooks ${webhooks}, ${how}`,
    create: async () => {
      const discord = await startDiscord();
      open.add(discord);
      const plug = new DiscordPlug('discord', configFor(discord, { webhooks, members: true, presences: true }));
      places.set(plug, discord);
      return plug;
    },
    peer: (plug) => {
      const discord = places.get(plug);
      if (discord === undefined) throw new Error('a plug from elsewhere');
      const drop = disturb?.(discord);
      const peer = meet(plug, discord);
      if (drop === undefined) return peer;
      return {
        ...peer,
        drops: true,
        say: async (nick, text) => {
          drop();
          await peer.say(nick, text);
        },
      };
    },
  });
}

function meet(plug: DiscordPlug, discord: LocalDiscord): PlugPeer {
  const guild = discord.guild('Lounge');
  const lobby = discord.channel(guild, 'lobby');
  const ann = discord.user('ann');
  const people = new Map([['ann', ann]]);
  let rooms = 0;
  const said = (text: string): MessageRecord => {
    const found = [...lobby.messages.values()].findLast(({ data }) => data.content === text);
    if (found === undefined) throw new Error(`nobody said ${text}`);
    return found;
  };
  const isOurs = ({ author, application_id }: StoredMessage): boolean =>
    author.id === discord.world.bot.id || application_id === discord.world.bot.id;
  return {
    channel: plug.channel(lobby.id),
    say: (nick, text) => {
      const user = people.get(nick) ?? discord.user(nick);
      people.set(nick, user);
      discord.say(lobby, user, text);
    },
    seen: () =>
      discord
        .messages(lobby)
        .filter(isOurs)
        .map(({ content, author }) => ({ text: String(parseDiscord(content)), author: author.username })),
    sever: () => discord.offline(true),
    heal: () => discord.offline(false),
    close: async () => {
      open.delete(discord);
      await discord.close();
    },
    edit: (text, changed) => discord.edit(said(text), changed),
    remove: (text) => discord.remove(said(text)),
    react: (text, emoji) => {
      const found = [...lobby.messages.values()].findLast(({ data }) =>
        String(parseDiscord(data.content)).includes(text),
      );
      if (found === undefined) throw new Error(`we never said ${text}`);
      discord.react(found, ann, emoji);
    },
    newChannel: () => {
      rooms += 1;
      return plug.channel(`Lounge/#new-${rooms}`);
    },
  };
}

contract('auto', 'undisturbed');
contract('off', 'undisturbed');

/** TIELINE_SEED repeats a run. */
const seed = Number(process.env['TIELINE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

for (const webhooks of ['off', 'auto'] as const) {
  contract(webhooks, `disturbed, seed ${seed}`, (discord) => {
    const random = SeededRandom.of(seed, expect.getState().currentTestName ?? '');
    // What a webhook sends twice is there twice, and a direct send that may have been is its caller's to judge.
    const repeatable = ({ method, route }: RecordedRequest): boolean =>
      method !== 'POST' || route !== '/webhooks/:webhook/:token';
    const sometimes = (request: RecordedRequest): boolean => random.chance(0.01) && repeatable(request);
    discord.faults.add({ times: 1000, status: 502, when: sometimes });
    discord.faults.add({ times: 1000, status: 504, at: 'after', when: sometimes });
    discord.faults.add({ times: 1000, reset: true, at: 'after', when: sometimes });
    limit(discord, () => random.chance(0.01));
    const drop = dropper(discord, random);
    const when = (): boolean => {
      drop();
      return false;
    };
    discord.faults.add({ when });
    return drop;
  });
}

function limit(discord: LocalDiscord, sometimes: () => boolean): void {
  const body = { message: 'You are being rate limited.', retry_after: 0.01, global: false };
  const headers = { 'Retry-After': '0', 'X-RateLimit-Scope': 'shared' };
  discord.faults.add({ times: 1000, status: 429, body, headers, when: sometimes });
}

/** Ends the gateway's connections now and then, in one of the ways after which the session is resumed. */
function dropper(discord: LocalDiscord, random: SeededRandom): () => void {
  const ways = [() => discord.dropGateway(), () => discord.dropGateway(4000), () => discord.askReconnect()];
  // Each costs the half second that discord.js waits before it comes back.
  let left = 8;
  return () => {
    if (left === 0 || !random.chance(0.02)) return;
    left -= 1;
    random.pick(ways)();
  };
}
