/**
 * Bridges an IRC channel and a Discord channel.
 *
 *   DISCORD_TOKEN=… node examples/irc-to-discord.ts '#tieline' 'My Server/#lobby'
 *
 * The IRC server is irc.libera.chat, or the one that IRC_HOST names; the nick is `tieline`, or IRC_NICK.
 * plugs/discord/README.md tells how to make the bot.
 */
import { Host } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { DiscordPlug } from 'tieline/plugs/discord';
import { IrcPlug } from 'tieline/plugs/irc';
import { sqliteStore } from 'tieline/stores/sqlite';

const [ircChannel, discordChannel] = process.argv.slice(2);
const {
  DISCORD_TOKEN: token,
  DISCORD_API: api,
  IRC_HOST: host = 'irc.libera.chat',
  IRC_NICK: nick = 'tieline',
} = process.env;
if (!token || ircChannel === undefined || discordChannel === undefined) {
  console.error("usage: DISCORD_TOKEN=… node examples/irc-to-discord.ts '#irc-channel' 'Server/#discord-channel'");
  process.exit(2);
}
const [name = host, port] = host.split(':');

const bridge = new Host({ store: sqliteStore('irc-to-discord.db') });
const irc = bridge.addPlug(
  new IrcPlug('irc', { host: name, ...(port ? { port: Number(port) } : { tls: true }), nick, channels: [ircChannel] }),
);
const discord = bridge.addPlug(new DiscordPlug('discord', { token, ...(api && { rest: { api } }) }));
bridge.addHook(
  new SyncHook('bridge', { channels: { lobby: [irc.channel(ircChannel), discord.channel(discordChannel)] } }),
);
bridge.states.subscribe(({ kind, name, state }) => kind === 'plug' && console.log(`${name} is ${state}`));
await bridge.run();
