import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/index.ts';
import { colourName } from '../format.ts';
import { type IrcConfig, IrcPlug } from '../index.ts';

const plug = new IrcPlug('irc', { host: 'irc.example', nick: 'Tie', channels: ['#Room'] });

describe('the configuration of an IrcPlug', () => {
  it('is refused with all its faults at once', () => {
    const config = {
      port: 'x',
      tls: { cert: 'no PEM', bogus: 1 },
      password: 7,
      nick: 'two words',
      username: 'a b',
      realName: '',
      sasl: { mechanism: 'PLAIN' },
      nickserv: { password: 'a\r\nQUIT' },
      perform: ['MODE x +B\r\nQUIT'],
      channels: ['lobby', { name: '#room', key: 'a b' }],
      flood: { burst: 0, perSecond: -1 },
      encoding: 'klingon',
      maxLines: 1.5,
      quitMessage: 'bye\nQUIT',
      pingTimeoutMs: 0,
      unknown: true,
    };
    let error: unknown;
    try {
      new IrcPlug('irc', config as unknown as IrcConfig);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConfigError);
    const fields = (error as ConfigError).issues.map(({ field }) => field);
    expect(fields.toSorted()).toEqual(
      [
        'host', 'port', 'tls.cert', 'tls.bogus', 'password', 'nick', 'username', 'realName', 'sasl', 'nickserv.password',
        'perform[0]', 'channels[0]', 'channels[1].key', 'flood.burst', 'flood.perSecond', 'encoding', 'maxLines',
        'quitMessage', 'pingTimeoutMs', 'unknown',
      ].toSorted(), // biome-ignore format: a list
    );
  });

  it('is refused where the host has a port, or a line to perform would be cut', () => {
    const fields = (config: Partial<IrcConfig>): string[] => {
      try {
        new IrcPlug('irc', { host: 'h', nick: 'n', ...config });
      } catch (error) {
        return (error as ConfigError).issues.map(({ field }) => field);
      }
      return [];
    };
    expect(fields({ host: 'irc.example:6667' })).toEqual(['host']);
    expect(fields({ host: 'irc.example:' })).toEqual(['host']);
    expect(fields({ host: 'fe80::1' })).toEqual([]);
    expect(fields({ perform: ['x'.repeat(511)] })).toEqual(['perform[0]']);
  });

  it('never shows a password in a fault', () => {
    const make = (): IrcPlug => new IrcPlug('irc', { host: 'h', nick: 'n', password: 'hunter2\n' });
    expect(make).toThrow(ConfigError);
    expect(make).not.toThrow(/hunter2/);
  });

  it('may be an IPv6 address', () => {
    expect(new IrcPlug('irc', { host: '::1', nick: 'n' }).networkId).toBe('irc:::1:6667:n');
  });
});

describe('an IrcPlug', () => {
  it('is named by host, port and nick', () => {
    expect(plug.networkId).toBe('irc:irc.example:6667:tie');
    expect(new IrcPlug('irc', { host: 'irc.example', nick: 'tie', tls: true }).networkId).toBe(
      'irc:irc.example:6697:tie',
    );
  });

  it('has one channel a name, whatever its case', () => {
    expect(plug.channel('#ROOM')).toBe(plug.channel('#room'));
  });

  it('reads and writes refs as a person would type them', () => {
    for (const typed of ['#room', 'ann', '@ann']) {
      const ref = plug.parse(typed);
      expect(ref && plug.format(ref)).toBe(typed);
    }
    expect(plug.parse('@Ann')).toMatchObject({ kind: 'user', id: 'ann' });
    expect(plug.parse('#a,#b')).toBeUndefined();
    expect(plug.parse('two words')).toBeUndefined();
  });

  it('colours names at the beginning of a line, the same each time, and nothing else', () => {
    expect(colourName('<ann> hello')).toMatch(/^<\x03\d\dann\x03> hello$/);
    expect(colourName('<ann> hello')).toBe(colourName('<ann> hello'));
    for (const text of ['ann', 'a <b> c', '<a,1> x', '<> x', '< ']) expect(colourName(text)).toBe(text);
  });

  it('can carry a few hundred bytes a line', () => {
    expect(plug.capabilities.text.maxLength).toBeGreaterThan(350);
    expect(plug.capabilities.text.maxLength).toBeLessThan(450);
  });
});
