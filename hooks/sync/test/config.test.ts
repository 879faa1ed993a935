import { describe, expect, it } from 'vitest';
import { ConfigError, Group } from '../../../src/index.ts';
import { ForwardHook, SyncHook } from '../index.ts';
import { room } from './rooms.ts';

/** What is wrong with a configuration: `field: expected` for each fault. */
function faults(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(({ field, expected }) => `${field}: ${expected}`).sort();
    throw error;
  }
  return [];
}

describe('the configuration of SyncHook', () => {
  const channels = { lobby: [room('a'), room('b')] };
  const sync = (config: object): string[] => faults(() => new SyncHook('bridge', config as never));

  it('takes everything that it says it takes', () => {
    expect(
      sync({
        channels,
        edits: false,
        reactions: false,
        renames: false,
        joins: true,
        nameFormat: '{nick} {fullName} {network} {channel}',
        stripNameEmoji: true,
        titles: { lobby: 'The lobby' },
        plugs: { a: { nameFormat: () => 'x', prefix: '' } },
        prefix: '{name}@{network}/{channel}: ',
        pings: true,
        policy: 'at-most-once',
        maxAgeMs: 60_000,
        plug: 'all',
        accept: () => true,
      }),
    ).toEqual([]);
  });

  it('names every fault at once', () => {
    expect(
      sync({
        channels: { lobby: ['#lobby', room('a')], empty: [] },
        edits: 'yes',
        reactions: 1,
        renames: null,
        joins: 'no',
        nameFormat: '{nickname}',
        stripNameEmoji: 'no',
        titles: { lobby: '' },
        plugs: { a: { edit: false } },
        prefix: '{nick}: ',
        pings: 'please',
        plug: '',
        accept: 'all',
        colour: 'blue',
      }),
    ).toEqual([
      'accept: a function',
      'channels.empty: at least one channel',
      'channels.lobby[0]: a Channel: plug.channel(source)',
      'colour: no option of that name',
      'edits: boolean',
      'joins: boolean',
      'nameFormat: text with no other fields than {nick} {fullName} {network} {channel}',
      'pings: boolean',
      'plug: a string that is not empty',
      'plugs.a.edit: no option of that name',
      'prefix: text with no other fields than {name} {network} {channel}',
      'reactions: boolean',
      'renames: boolean',
      'stripNameEmoji: boolean',
      'titles.lobby: a string that is not empty',
    ]);
  });

  it('refuses what could never take effect', () => {
    const [a] = channels.lobby;
    expect(sync({ channels: {} })).toEqual(['channels: at least one conversation: { label: [channel, channel] }']);
    expect(sync({ channels: { lobby: [a, a] } })).toEqual(['channels.lobby: each channel once']);
    expect(sync({ channels, plugs: { nobody: {} }, titles: { nowhere: 'x' } })).toEqual([
      'plugs.nobody: the name of a plug that one of the channels is of: a, b',
      'titles.nowhere: the label of a conversation: lobby',
    ]);
    expect(sync({})).toEqual([expect.stringMatching(/^channels: /)]);
  });

  it('shows no secrets of what it was given instead of a channel', () => {
    const wrong = { name: 'discord', config: { token: 'abc123' } };
    expect(() => new SyncHook('bridge', { channels: { lobby: [wrong] } } as never)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('abc123') }),
    );
  });
});

describe('the configuration of ForwardHook', () => {
  const forward = (config: object): string[] => faults(() => new ForwardHook('news', config as never));

  it('takes channels, groups and filters, and names every fault at once', () => {
    const [from, to] = [room('a'), room('b')];
    const group = new Group('all', { plugs: [from.plug] });
    expect(forward({ from: [from, group], to: [to], users: ['ann'], plugs: { b: { joins: true } } })).toEqual([]);
    expect(forward({ from: [from], to: [to], users: () => true })).toEqual([]);
    expect(forward({ from: ['#news'], to: [], users: [1], channels: {} })).toEqual([
      'channels: no option of that name',
      'from[0]: a Channel or a Group',
      'to: at least one channel',
      'users[0]: string',
    ]);
  });
});
