import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimpleIdentifyThrottler } from 'discord.js';
import { SyncHook } from '../../../hooks/sync/index.ts';
import { DiscordPlug } from '../../../plugs/discord/index.ts';
import {
  type ChannelRecord,
  type GuildRecord,
  type LocalDiscord,
  startDiscord,
  type UserRecord,
} from '../../../plugs/discord/test/server/index.ts';
import { IrcPlug } from '../../../plugs/irc/index.ts';
import { type Channel, type ChatEvent, Host, silentLogger } from '../../../src/index.ts';
import { sqliteStore } from '../../../stores/sqlite/index.ts';
import { IrcPeer } from '../../servers/irc-peer.ts';
import { startNgircd } from '../../servers/ngircd.ts';

/** An IRC channel and a Discord channel with a bridge between them, and a person on each side. */
export interface World {
  readonly discord: LocalDiscord;
  readonly guild: GuildRecord;
  readonly lobby: ChannelRecord;
  /** The further channels on Discord, by name. */
  readonly places: ReadonlyMap<string, ChannelRecord>;
  readonly alice: UserRecord;
  /** On IRC, in `#lobby`. */
  readonly bob: IrcPeer;
  readonly ircPort: number;
  readonly host: Host;
  /** Ends the host and begins another on the same store. */
  restart(): Promise<void>;
  close(): Promise<void>;
  /** Waits for the next event of that type that hooks are done with. */
  heard(type: ChatEvent['type']): Promise<void>;
}

class Unthrottled extends SimpleIdentifyThrottler {
  override waitForIdentify(): Promise<void> {
    return Promise.resolve();
  }
}

/** Makes a world; `rooms` are further pairs of channels of one name. */
export async function createWorld(rooms: readonly string[] = []): Promise<World> {
  const server = await startNgircd();
  const discord = await startDiscord();
  const guild = discord.guild('Lounge');
  const lobby = discord.channel(guild, 'lobby');
  const alice = discord.user('alice');
  const bob = await IrcPeer.connect({ port: server.port, nick: 'bob' });
  await bob.join('#lobby');
  for (const room of rooms) await bob.join(`#${room}`);
  const places = new Map(rooms.map((room) => [room, discord.channel(guild, room)]));
  const folder = mkdtempSync(join(tmpdir(), 'tieline-irc-discord-'));
  const begin = async (): Promise<Host> => {
    const host = new Host({ store: sqliteStore(join(folder, 'bridge.db')), logger: silentLogger });
    const irc = host.addPlug(
      new IrcPlug('irc', {
        host: '127.0.0.1',
        port: server.port,
        nick: 'tie',
        channels: ['lobby', ...rooms].map((room) => `#${room}`),
        flood: false,
      }),
    );
    const plug = host.addPlug(
      new DiscordPlug('discord', {
        token: discord.token,
        rest: { api: discord.api, cdn: discord.cdn, globalRequestsPerSecond: 100_000 },
        gateway: { buildIdentifyThrottler: () => new Unthrottled(1) },
      }),
    );
    const channels: Record<string, Channel[]> = { lobby: [irc.channel('#lobby'), plug.channel(lobby.id)] };
    for (const [room, { id }] of places) channels[room] = [irc.channel(`#${room}`), plug.channel(id)];
    host.addHook(new SyncHook('sync', { channels }));
    const from = bob.lines.length;
    await host.open();
    const last = rooms.at(-1) ?? 'lobby';
    await bob.waitFor(new RegExp(`^:tie\\S* JOIN :?#${last}$`), from);
    return host;
  };
  const world = {
    discord,
    guild,
    lobby,
    places,
    alice,
    bob,
    ircPort: server.port,
    host: await begin(),
    restart: async () => {
      await world.host.close();
      world.host = await begin();
    },
    heard: (type: ChatEvent['type']) =>
      new Promise<void>((resolve) => {
        const subscription = world.host.events.subscribe((event) => {
          if (event.type !== type) return;
          subscription.unsubscribe();
          resolve();
        });
      }),
    close: async () => {
      await world.host.close();
      await discord.close();
      bob.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}
