// The examples as their readers run them: `node examples/x.ts`, on what is built (`npm test` builds first).
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDiscord } from '../plugs/discord/test/server/index.ts';
import { root } from '../scripts/package-entries.ts';
import { eventually } from './servers/eventually.ts';
import { startInspircd } from './servers/inspircd.ts';
import { IrcPeer } from './servers/irc-peer.ts';
import { startNgircd } from './servers/ngircd.ts';
import { freePort } from './servers/port.ts';
import type { ServerProcess } from './servers/process.ts';
import { describeWith } from './servers/require.ts';

/** An example that runs. */
class Example implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  #output = '';

  constructor(name: string, args: readonly string[] = [], env: Record<string, string> = {}, cwd: string = root) {
    const program = join(root, 'examples', `${name}.ts`);
    this.#child = spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env } });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.#output += text;
      });
    }
  }

  get output(): string {
    return this.#output;
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Waits until it has written something. */
  async shows(text: string | RegExp): Promise<void> {
    await eventually(() => expect(this.#output).toMatch(text));
  }

  /** Ends its input and waits until it ends by itself; gives the exit code. */
  async finish(): Promise<number | null> {
    this.#child.stdin.end();
    return await this.#exit();
  }

  /** Asks it to end; gives the exit code. */
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return await this.#exit();
  }

  async #exit(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
  }
}

describe('the examples', () => {
  it('are short', () => {
    for (const path of globSync('examples/*.ts', { cwd: root })) {
      const lines = readFileSync(join(root, path), 'utf8').trimEnd().split('\n');
      expect(lines.length, path).toBeLessThan(40);
    }
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('demo.ts: the bot talks back, and %s ends it', async (signal) => {
    await using demo = new Example('demo');
    demo.type('hello');
    await demo.shows('<parrot> Hello!');
    demo.type('nonsense');
    await demo.shows('<parrot> nonsense? Say hello.');
    expect(await demo.stop(signal)).toBe(0);
  });

  it('notify.ts says each line and ends with its input', async () => {
    await using notify = new Example('notify');
    notify.type('done');
    expect(await notify.finish()).toBe(0);
    expect(notify.output).toBe('said: done\n');
  });

  it('custom-hook.ts keeps score', async () => {
    await using karma = new Example('custom-hook');
    expect(await karma.finish()).toBe(0);
    expect(karma.output).toContain('<town> ann has 2 points');
  });

  it('custom-plug.ts lets people in', async () => {
    const port = await freePort();
    await using plug = new Example('custom-plug', [], { PORT: String(port) });
    const guest = await eventually(async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    });
    const heard: string[] = [];
    guest.setEncoding('utf8').on('data', (text) => heard.push(String(text)));
    guest.write('knock knock\n');
    await plug.shows(/<guest\d+> knock knock/);
    plug.type('come in');
    await eventually(() => expect(heard.join('')).toBe('<you> come in\n'));
    expect(await plug.finish()).toBe(0);
  });

  it.each([
    ['irc-to-irc', ['tie@irc.example.org/#one']],
    ['irc-to-discord', ['#tieline', 'My Server/#lobby']],
  ])('%s.ts says how it is used', async (name, args) => {
    await using bridge = new Example(name, args, { DISCORD_TOKEN: '' });
    expect(await bridge.finish()).toBe(2);
    expect(bridge.output).toContain('usage:');
  });
});

/** Bridges #left and #right of two servers, has somebody talk on each, and ends it. */
async function bridges(left: ServerProcess, right: ServerProcess): Promise<void> {
  const addresses = [`tie@127.0.0.1:${left.port}/#left`, `tie@127.0.0.1:${right.port}/#right`];
  await using bridge = new Example('irc-to-irc', addresses);
  const ann = await IrcPeer.connect({ port: left.port, nick: 'ann' });
  const bob = await IrcPeer.connect({ port: right.port, nick: 'bob' });
  await ann.join('#left');
  await bob.join('#right');
  await bridge.shows('irc-1 is connected');
  await bridge.shows('irc-2 is connected');
  ann.raw('PRIVMSG #left :hello over there');
  await bob.waitFor(/PRIVMSG #right :<ann> hello over there$/);
  bob.raw('PRIVMSG #right :\u0001ACTION waves\u0001');
  await ann.waitFor(/PRIVMSG #left :\* bob waves$/);
  expect(await bridge.stop('SIGTERM')).toBe(0);
  await Promise.all([ann.close(), bob.close(), left.stop(), right.stop()]);
}

describeWith('ngircd', 'irc-to-irc.ts over ngircd', () => {
  it('bridges two of them', async () => {
    await bridges(await startNgircd(), await startNgircd());
  });

  it('notify.ts says its input there before it ends', async () => {
    const server = await startNgircd();
    const ann = await IrcPeer.connect({ port: server.port, nick: 'ann' });
    await ann.join('#alerts');
    await using notify = new Example('notify', [], { IRC_HOST: `127.0.0.1:${server.port}`, IRC_CHANNEL: '#alerts' });
    notify.type('the build is done');
    expect(await notify.finish()).toBe(0);
    await ann.waitFor(/PRIVMSG #alerts :the build is done$/);
    await Promise.all([ann.close(), server.stop()]);
  });
});

describeWith('ngircd', 'irc-to-discord.ts over ngircd and a local Discord', () => {
  it('bridges two channels, and goes on after a restart', async () => {
    const server = await startNgircd();
    const discord = await startDiscord();
    const lobby = discord.channel(discord.guild('My Server'), 'lobby');
    const alice = discord.user('alice');
    const ann = await IrcPeer.connect({ port: server.port, nick: 'ann' });
    await ann.join('#tieline');
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API: discord.api, IRC_HOST: `127.0.0.1:${server.port}` };
    const folder = await mkdtemp(join(tmpdir(), 'tieline-example-'));
    for (const round of ['first', 'second']) {
      await using bridge = new Example('irc-to-discord', ['#tieline', 'My Server/#lobby'], env, folder);
      await bridge.shows('irc is connected');
      await bridge.shows('discord is connected');
      ann.raw(`PRIVMSG #tieline :the \x02${round}\x02 time`);
      await discord.until(
        () => discord.messages(lobby).some(({ content }) => content === `the **${round}** time`),
        15_000,
      );
      expect(discord.messages(lobby).at(-1)?.author.username).toBe('ann');
      discord.say(lobby, alice, `${round} answer`);
      await ann.waitFor(new RegExp(`PRIVMSG #tieline :<alice> ${round} answer$`));
      expect(await bridge.stop('SIGTERM')).toBe(0);
    }
    await Promise.all([ann.close(), discord.close(), server.stop(), rm(folder, { recursive: true })]);
  }, 240_000);
});

describeWith('inspircd', 'irc-to-irc.ts over inspircd', () => {
  it('bridges two of them', async () => {
    const [left, right] = [await startInspircd(), await startInspircd()];
    await bridges(left.server, right.server);
  });
});
