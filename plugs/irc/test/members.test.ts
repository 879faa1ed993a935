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

  /** The same as a list of members, as plain as can be: a set of folded nicks for each channel. */
  class Model {
    readonly rooms = new Map([
      ['#a', new Set<string>()],
      ['#b', new Set<string>()],
    ]);
    join(name: string, one: string): void {
      this.rooms.get(name)?.add(fold(one));
    }
    leave(name: string, one: string): boolean {
      return this.rooms.get(name)?.delete(fold(one)) ?? false;
    }
    quit(one: string): string[] {
      return [...this.rooms.keys()].filter((name) => this.leave(name, one));
    }
    rename(one: string, after: string): string[] {
      const touched = this.quit(one);
      for (const name of touched) this.join(name, after);
      return touched;
    }
  }

  function play(members: MemberList, model: Model, one: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
    if (one.kind === 'join') {
      members.add(one.room, one.nick);
      model.join(one.room, one.nick);
    } else if (one.kind === 'leave') {
      expect(members.remove(one.room, one.nick)).toBe(model.leave(one.room, one.nick));
    } else if (one.kind === 'quit') {
      expect(members.quit(one.nick)).toEqual(model.quit(one.nick));
    } else {
      expect(members.rename(one.nick, one.after)).toEqual(model.rename(one.nick, one.after));
    }
  }

  test.prop([fc.array(step, { maxLength: 60 })])(
    'agrees with plain sets of nicks after any order of events',
    (steps) => {
      const members = new MemberList();
      const model = new Model();
      for (const name of model.rooms.keys()) members.enter(name);
      for (const one of steps) play(members, model, one);
      for (const [name, nicks] of model.rooms) {
        const listed = members.list(name).map((member) => member.nick);
        expect(listed.map(fold).toSorted()).toEqual([...nicks].toSorted());
        expect(members.nicks(name)).toEqual(new Set(listed));
      }
    },
  );
});
