import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { MemberList } from '../members.ts';

const isPlain = (letter: string, on: boolean): boolean => !'beIk'.includes(letter) && !(on && letter === 'l');

function listOf(...names: string[]): MemberList {
  const members = new MemberList();
  members.configure('rfc1459', { modes: 'ov', signs: '@+' }, isPlain);
  members.enter('#room');
  members.names('#room', names.join(' '));
  return members;
}

describe('MemberList', () => {
  it('reads ranks, and hosts after a nick', () => {
    const members = listOf('@+ann', '+bob!~b@host', 'cat');
    expect(members.list('#ROOM')).toEqual([
      { nick: 'ann', ranks: '@+' },
      { nick: 'bob', ranks: '+' },
      { nick: 'cat', ranks: '' },
    ]);
  });

  it('knows nicks that differ by {}|^ and []\\~ for the same', () => {
    const members = listOf('ann[away]');
    expect(members.remove('#room', 'ANN{AWAY}')).toBe(true);
    expect(members.list('#room')).toEqual([]);
  });

  it('follows ranks past modes that have values of their own', () => {
    const members = listOf('ann', 'bob');
    members.setRanks('#room', '+bo-k+lv', ['*!*@bad', 'ann', 'key', '10', 'bob']);
    expect(members.list('#room')).toEqual([
      { nick: 'ann', ranks: '@' },
      { nick: 'bob', ranks: '+' },
    ]);
  });

  it('is not confused by somebody it does not know', () => {
    const members = listOf('ann');
    expect(members.remove('#room', 'nobody')).toBe(false);
    expect(members.remove('#elsewhere', 'ann')).toBe(false);
    expect(members.quit('nobody')).toEqual([]);
    expect(members.rename('nobody', 'somebody')).toEqual([]);
    members.setRanks('#room', '+o', ['nobody']);
    members.setRanks('#room', '+o', []);
    members.names('#elsewhere', 'ann');
    expect(members.list('#room')).toEqual([{ nick: 'ann', ranks: '' }]);
  });

  it('lets somebody change the case of their nick', () => {
    const members = listOf('@ann');
    expect(members.rename('ann', 'ANN')).toEqual(['#room']);
    expect(members.list('#room')).toEqual([{ nick: 'ANN', ranks: '@' }]);
    expect([...members.nicks('#room')]).toEqual(['ANN']);
  });

  const nick = fc.constantFrom('ann', 'bob', 'cat', 'Ann', 'dan[x]', 'dan{x}');
  const room = fc.constantFrom('#a', '#b');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('join' as const), room, nick }),
    fc.record({ kind: fc.constant('leave' as const), room, nick }),
    fc.record({ kind: fc.constant('quit' as const), nick }),
    fc.record({ kind: fc.constant('rename' as const), nick, after: nick }),
  );
  const fold = (name: string): string => name.toLowerCase().replaceAll('[', '{').replaceAll(']', '}');

  test.prop([fc.array(step, { maxLength: 60 })])('agrees with two sets of nicks after any order of events', (steps) => {
    const members = new MemberList();
    const model = new Map([
      ['#a', new Set<string>()],
      ['#b', new Set<string>()],
    ]);
    for (const name of model.keys()) members.enter(name);
    for (const one of steps) {
      if (one.kind === 'join') {
        members.add(one.room, one.nick);
        model.get(one.room)?.add(fold(one.nick));
      } else if (one.kind === 'leave') {
        expect(members.remove(one.room, one.nick)).toBe(model.get(one.room)?.delete(fold(one.nick)));
      } else {
        const known = [...model].filter(([, nicks]) => nicks.delete(fold(one.nick)));
        if (one.kind === 'rename') for (const [, nicks] of known) nicks.add(fold(one.after));
        const touched = one.kind === 'quit' ? members.quit(one.nick) : members.rename(one.nick, one.after);
        expect(touched).toEqual(known.map(([name]) => name));
      }
    }
    for (const [name, nicks] of model) {
      const listed = members.list(name).map((member) => member.nick);
      expect(new Set(listed.map(fold))).toEqual(nicks);
      expect(listed).toHaveLength(nicks.size);
      expect(members.nicks(name)).toEqual(new Set(listed));
    }
  });
});
