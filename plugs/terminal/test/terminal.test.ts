import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ChatEvent, ConfigError, Host, RichText, silentLogger, type User, userRef } from '../../../src/index.ts';
import { eventually } from '../../../test/servers/eventually.ts';
import { type TerminalConfig, TerminalPlug } from '../index.ts';

/** A terminal in a host, with what came of what was typed. */
class Desk implements AsyncDisposable {
  readonly host = new Host({ logger: silentLogger });
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  readonly terminal: TerminalPlug;
  readonly events: ChatEvent[] = [];

  constructor(config: TerminalConfig = {}) {
    const { input, output } = this;
    this.terminal = this.host.addPlug(new TerminalPlug('terminal', { input, output, color: false, ...config }));
    this.host.events.subscribe((event) => this.events.push(event));
  }

  type(...lines: readonly string[]): void {
    for (const line of lines) this.input.write(`${line}\n`);
  }

  /** What is on the screen. */
  get shown(): string {
    const text = this.output.read() as Buffer | null;
    return text === null ? '' : String(text);
  }

  /** What was typed, as events: type, room, name and text. */
  typed(): (string | undefined)[][] {
    return this.events
      .filter(({ self }) => !self)
      .map((event) => [
        event.type,
        event.channel.source,
        event.user?.nick,
        'text' in event ? String(event.text) : undefined,
      ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host.close();
  }
}

const ann: User = { ...userRef('elsewhere', '1'), nick: 'ann' };

describe('what is typed', () => {
  it('is said, in the room one is in, under the name one has', async () => {
    await using desk = new Desk({ nick: 'bob', room: 'lobby' });
    await desk.host.open();
    desk.type('hello', '', '/nick  rob ', 'renamed', '/join attic', 'moved', '//nick is a command');
    await eventually(() => expect(desk.events).toHaveLength(7));
    expect(desk.typed()).toEqual([
      ['message', 'lobby', 'bob', 'hello'],
      ['rename', 'lobby', undefined, undefined],
      ['message', 'lobby', 'rob', 'renamed'],
      ['leave', 'lobby', undefined, undefined],
      ['join', 'attic', undefined, undefined],
      ['message', 'attic', 'rob', 'moved'],
      ['message', 'attic', 'rob', '/nick is a command'],
    ]);
  });

  it('is explained where it is no command', async () => {
    await using desk = new Desk();
    await desk.host.open();
    desk.type('/nick', '/frobnicate');
    await eventually(() => expect(desk.output.readableLength).toBeGreaterThan(60));
    expect(desk.shown.match(/\/nick NAME, \/join ROOM, \/quit/g)).toHaveLength(2);
    expect(desk.events).toEqual([]);
  });

  it.each([
    ['the end of the input', (desk: Desk) => desk.input.end('one\ntwo')],
    ['/quit', (desk: Desk) => desk.type('one', 'two', '/quit', 'three')],
  ])('ends by %s, when all before it is queued', async (_name, end) => {
    await using desk = new Desk();
    const running = desk.host.run();
    void desk.terminal.ended.then(() => desk.host.quit());
    end(desk);
    await running;
    expect(desk.typed().map(([, , , text]) => text)).toEqual(['one', 'two']);
  });

  it('is read by the next host, too, when the plug was only stopped', async () => {
    await using desk = new Desk();
    await desk.host.open();
    desk.type('before');
    await eventually(() => expect(desk.events).toHaveLength(1));
    await desk.host.close();
    await desk.host.open();
    desk.type('after');
    await eventually(() => expect(desk.events).toHaveLength(2));
    expect(desk.typed().map(([, , , text]) => text)).toEqual(['before', 'after']);
  });
});

describe('what is sent', () => {
  it('is shown as plain lines in a pipe, with who said it, and where if that is elsewhere', async () => {
    await using desk = new Desk({ room: 'lobby' });
    await desk.host.open();
    const [lobby, attic] = [desk.terminal.channel('lobby'), desk.terminal.channel('attic')];
    await lobby.send({ text: 'hello\n<bob> not bob', user: ann });
    await lobby.send({ text: 'waves', user: ann, action: true });
    await attic.send({ text: new RichText([{ text: 'dusty', bold: true }]), user: ann });
    await lobby.send('the bridge itself');
    expect(desk.shown).toBe('<ann> hello\n  <bob> not bob\n* ann waves\n[attic] <ann> dusty\nthe bridge itself\n');
  });

  it('has colours and marks where it may', async () => {
    await using desk = new Desk({ color: true });
    await desk.host.open();
    await desk.terminal.channel('terminal').send({ text: new RichText([{ text: 'bold', bold: true }]), user: ann });
    expect(desk.shown).toMatch(/^<\u001b\[\d+mann\u001b\[39m> \u001b\[1mbold\u001b\[22m\n$/);
  });

  it('cannot move the cursor, or ring the bell', async () => {
    await using desk = new Desk();
    await desk.host.open();
    const evil = { ...ann, nick: 'a\u001b[2Jnn\r' };
    await desk.terminal.channel('terminal').send({ text: 'x\u001b[31m\u0007\ry', user: evil });
    expect(desk.shown).not.toMatch(/[^\n\P{Cc}]/u);
  });

  it('is not lost without a word when the output is gone', async () => {
    await using desk = new Desk();
    const causes: unknown[] = [];
    desk.host.states.subscribe(({ cause }) => cause && causes.push(cause.message));
    await desk.host.open();
    desk.output.destroy(new Error('the pipe is broken'));
    await desk.terminal.ended;
    await eventually(() => expect(causes).toEqual(['the pipe is broken', 'terminal: the output is gone']));
    expect(desk.terminal.state).toBe('waiting');
  });
});

describe('the configuration', () => {
  it('is refused with all its faults at once', () => {
    const wrong = { nick: ' ', room: 'a\nb', input: 'stdin', output: 1, color: 'red', size: 3 };
    expect(() => new TerminalPlug('terminal', wrong as never)).toThrow(ConfigError);
    try {
      new TerminalPlug('terminal', wrong as never);
    } catch (error) {
      expect((error as ConfigError).issues.map(({ field }) => field).sort()).toEqual(Object.keys(wrong).sort());
    }
  });
});
