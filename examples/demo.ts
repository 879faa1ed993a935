/**
 * The terminal, bridged with a network inside this process on which a small bot talks back; and with an IRC channel:
 * `IRC_HOST=irc.libera.chat IRC_CHANNEL='#tieline' npm start`. Ctrl-C or /quit ends it.
 */
import { defineHook, Host } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { IrcPlug } from 'tieline/plugs/irc';
import { MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';
import { TerminalPlug } from 'tieline/plugs/terminal';

const { IRC_HOST, IRC_CHANNEL, IRC_NICK = 'tieline-demo' } = process.env;
const network = new MemoryNetwork('town');
const host = new Host();
const terminal = host.addPlug(new TerminalPlug('terminal'));
const parrot = host.addPlug(new MemoryPlug('parrot', { network }));
const town = host.addPlug(new MemoryPlug('town', { network }));
const lobby = [terminal.channel('terminal'), town.channel('square')];

const answers: readonly (readonly [RegExp, () => string])[] = [
  [/^(hello|hi|hey)\b/i, () => 'Hello! Ask me for the time, or to roll a die.'],
  [/\btime\b/i, () => `It is ${new Date().toLocaleTimeString()}.`],
  [/\broll\b/i, () => `You rolled a ${1 + Math.floor(Math.random() * 6)}.`],
];
const bot = defineHook('bot', {
  async onReceive(event) {
    if (event.type !== 'message' || event.plug !== parrot || event.self || event.action) return;
    const [, answer] = answers.find(([pattern]) => pattern.test(String(event.text))) ?? [];
    await event.channel.send(answer?.() ?? `${event.text}? Say hello.`);
  },
});

if (IRC_HOST && IRC_CHANNEL) {
  const [name = '', port] = IRC_HOST.split(':');
  const irc = new IrcPlug('irc', { host: name, nick: IRC_NICK, ...(port ? { port: Number(port) } : { tls: true }) });
  lobby.push(host.addPlug(irc).channel(IRC_CHANNEL));
}
for (const hook of [bot, new SyncHook('bridge', { channels: { lobby } })]) host.addHook(hook);
void terminal.ended.then(() => host.quit());
await host.run();
