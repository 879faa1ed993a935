import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ChatEvent, Host, silentLogger, userRef } from '../../../src/index.ts';
import { eventually } from '../../../test/servers/eventually.ts';
import { TerminalPlug } from '../index.ts';

const CLEAR_LINE = '\u001b[2K\u001b[1G';

/** A terminal that somebody sits in front of. */
function seat(): { host: Host; plug: TerminalPlug; keys: PassThrough; events: ChatEvent[]; shown: () => string } {
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 80, hasColors: () => false });
  const host = new Host({ logger: silentLogger });
  const plug = host.addPlug(new TerminalPlug('terminal', { input: keys, output: screen, nick: 'bob', room: 'lobby' }));
  const events: ChatEvent[] = [];
  host.events.subscribe((event) => events.push(event));
  let all = '';
  screen.setEncoding('utf8').on('data', (text) => {
    all += text;
  });
  return { host, plug, keys, events, shown: () => all };
}

describe('in front of a terminal', () => {
  afterEach(() => vi.restoreAllMocks());

  it('there is a prompt, which messages do not disturb', async () => {
    const { host, plug, keys, events, shown } = seat();
    await host.open();
    await eventually(() => expect(shown()).toContain('bob@lobby> '));
    keys.write('hel');
    const user = { ...userRef('elsewhere', '1'), nick: 'ann' };
    await plug.channel('lobby').send({ text: 'hi', user });
    // Above the line that is being typed, which is there again below.
    await eventually(() => expect(shown()).toContain(`${CLEAR_LINE}<ann> hi\n`));
    expect(shown().split('<ann> hi\n')[1]).toContain('bob@lobby> hel');
    keys.write('lo\r');
    await eventually(() => expect(events.some((event) => event.type === 'message' && !event.self)).toBe(true));
    expect(events.filter(({ self }) => !self).map((event) => 'text' in event && String(event.text))).toEqual(['hello']);
    await host.close();
  });

  it('Ctrl-C ends the program as if nobody read the keys', async () => {
    const { host, keys } = seat();
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    await host.open();
    keys.write('\u0003');
    await eventually(() => expect(kill).toHaveBeenCalledWith(process.pid, 'SIGINT'));
    await host.close();
  });
});
