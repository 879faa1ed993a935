import { PassThrough, Writable } from 'node:stream';
import { describe, it } from 'vitest';
import { type PlugPeer, plugContract, type SeenMessage } from '../../../src/testing/index.ts';
import { TerminalPlug } from '../index.ts';

/** A screen that can be switched off and on. */
class SwitchedScreen extends Writable {
  lit = true;
  readonly lines: string[] = [];

  constructor() {
    super({ autoDestroy: false, decodeStrings: false });
    Object.defineProperty(this, 'writable', { get: () => this.lit });
  }

  override _write(chunk: string, _encoding: string, done: (error?: Error) => void): void {
    if (!this.lit) return done(new Error('the screen is off'));
    this.lines.push(chunk);
    done();
  }

  switchOff(): void {
    this.lit = false;
    if (this.listenerCount('error') > 0) this.emit('error', new Error('the screen is off'));
  }
}

const desks = new Map<TerminalPlug, { input: PassThrough; screen: SwitchedScreen }>();
let count = 0;

function create(): TerminalPlug {
  count += 1;
  const [input, screen] = [new PassThrough(), new SwitchedScreen()];
  const plug = new TerminalPlug(`terminal${count}`, { input, output: screen, color: false });
  desks.set(plug, { input, screen });
  return plug;
}

/** Whoever sits in front of it. */
function peer(plug: TerminalPlug): PlugPeer {
  const desk = desks.get(plug);
  if (desk === undefined) throw new Error('there is no such terminal');
  const { input, screen } = desk;
  return {
    channel: plug.channel('terminal'),
    say: (nick, text) => void input.write(`/nick ${nick}\n${text}\n`),
    seen: () => screen.lines.map(seen),
    sever: () => screen.switchOff(),
    heal: () => {
      screen.lit = true;
    },
    close: () => undefined,
  };
}

function seen(line: string): SeenMessage {
  const [, author, said = ''] = /^(?:<(.*?)> )?(.*)\n$/s.exec(line) ?? [];
  const text = said.replace(/\n {2}/g, '\n');
  return author === undefined ? { text } : { text, author };
}

plugContract({ describe, it, name: 'TerminalPlug', create, peer });
