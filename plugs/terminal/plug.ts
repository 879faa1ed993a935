import type { Readable, Writable } from 'node:stream';
import {
  type Capabilities,
  type Channel,
  type Message,
  NotConnectedError,
  Plug,
  type PutOptions,
  type User,
  userRef,
} from '../../src/index.ts';
import { type TerminalConfig, terminalSchema, toName } from './config.ts';
import { Format, styledMarks } from './format.ts';
import { Screen } from './screen.ts';

/**
 * The terminal as a network: what is typed is said, and what is sent is shown.
 *
 * @example
 * const terminal = host.addPlug(new TerminalPlug('terminal', { nick: 'ann' }));
 * void terminal.ended.then(() => host.quit());
 */
export class TerminalPlug extends Plug<TerminalConfig> {
  static override readonly schema = terminalSchema;
  readonly networkName = 'Terminal';
  readonly networkId: string;
  readonly capabilities: Capabilities;
  /** Resolves when the input has ended, by itself or by `/quit`, and all of it is queued; or when the output is gone. */
  readonly ended: Promise<void>;
  readonly #end: () => void;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #format: Format;
  #screen: Screen | undefined;
  #room: string;
  #nick: string;
  #sent = 0;

  constructor(name: string, config: TerminalConfig = {}) {
    super(name, config);
    const { nick = 'you', room = 'terminal', input = process.stdin, output = process.stdout } = this.config;
    const color = this.config.color ?? hasColors(output);
    this.networkId = `terminal:${name}`;
    this.capabilities = {
      text: { unit: 'utf16', marks: color ? styledMarks : [] },
      impersonate: true,
      echo: 'none',
      idempotency: 'none',
    };
    ({ promise: this.ended, resolve: this.#end } = Promise.withResolvers<void>());
    this.#input = input;
    this.#output = output;
    this.#format = new Format(color);
    this.#room = room;
    this.#nick = nick;
    this.self = { ...userRef(this.networkId, 'screen'), nick: name, bot: true };
  }

  /** Who types. */
  get #user(): User {
    return { ...userRef(this.networkId, 'user'), nick: this.#nick };
  }

  protected override async start(): Promise<void> {
    if (!this.#output.writable) throw new NotConnectedError(`${this.name}: the output is gone`);
    this.#screen = new Screen(this.#input, this.#output);
    for (const stream of [this.#input, this.#output]) {
      // Stays when the plug is stopped: a pipe may break later, and must not end the process.
      if (!stream.listeners('error').includes(this.#lost)) stream.on('error', this.#lost);
    }
    void this.#read(this.#screen);
  }

  protected override async stop(): Promise<void> {
    const screen = this.#screen;
    this.#screen = undefined;
    screen?.close();
  }

  protected override async put(channel: Channel, message: Message, { as }: PutOptions): Promise<string> {
    const room = channel.source === this.#room ? undefined : channel.source;
    if (this.#screen === undefined) throw new NotConnectedError(`${this.name}: not started`);
    await this.#screen.print(this.#format.message(message, as, room));
    this.#sent += 1;
    return `out-${process.pid}-${this.#sent}`;
  }

  readonly #lost = (error: Error): void => {
    if (this.#screen === undefined) return;
    this.status('lost', error);
    this.#end();
  };

  async #read(screen: Screen): Promise<void> {
    let count = 0;
    this.#prompt();
    for await (const line of screen.lines()) {
      if (line === '/quit') break;
      count += 1;
      if (line.startsWith('/') && !line.startsWith('//')) await this.#command(line);
      else if (line.trim() !== '') await this.#say(line.replace(/^\/\//, '/'), count);
      this.#prompt();
    }
    // Whoever stops the plug means to start it again or to end; the input did not.
    if (this.#screen === screen) this.#end();
  }

  async #say(text: string, count: number): Promise<void> {
    const channel = this.channel(this.#room);
    await this.queue({
      type: 'message',
      channel,
      id: `in-${process.pid}-${Date.now()}-${count}`,
      user: this.#user,
      text,
    });
  }

  async #command(line: string): Promise<void> {
    const [, command, argument = ''] = /^\/(\S*)(?:\s+(.*))?$/.exec(line) ?? [];
    const name = toName(argument);
    if (command === 'nick' && name !== '') await this.#rename(name);
    else if (command === 'join' && name !== '') await this.#join(name);
    else await this.#screen?.print(this.#format.faint('/nick NAME, /join ROOM, /quit; //text says /text'));
  }

  async #rename(nick: string): Promise<void> {
    const before = this.#user;
    this.#nick = nick;
    await this.queue({ type: 'rename', channel: this.channel(this.#room), before, after: this.#user });
  }

  async #join(room: string): Promise<void> {
    if (room === this.#room) return;
    const before = this.channel(this.#room);
    this.#room = room;
    await this.queue({ type: 'leave', channel: before, users: [this.#user] });
    await this.queue({ type: 'join', channel: this.channel(room), users: [this.#user] });
  }

  #prompt(): void {
    this.#screen?.prompt(this.#format.prompt(this.#nick, this.#room));
  }
}

function hasColors(output: Writable): boolean {
  return 'hasColors' in output && typeof output.hasColors === 'function' && output.hasColors() === true;
}
