import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type User, userRef } from '../../../src/index.ts';
import { toNameFormat, withoutEmoji } from '../names.ts';
import { room } from './rooms.ts';

const user: User = { ...userRef('rooms:a', 'u1'), nick: 'ann', fullName: 'Ann Smith' };

describe('a name format', () => {
  const format = (template: string, who: User = user): string | undefined =>
    toNameFormat(template, false, () => undefined)?.(who, room('a'));

  it('fills in its fields', () => {
    expect(format('{nick}|{fullName}|{network}|{channel}')).toBe('ann|Ann Smith|Rooms|room');
    expect(format('{nick}|{fullName}', userRef('rooms:a', 'u1'))).toBe('u1|u1');
  });

  it('gives the plain name where nothing comes out', () => {
    expect(format('  ')).toBe('ann');
  });

  test.prop([fc.string(), fc.string()])('takes what people call themselves literally', (nick, fullName) => {
    const who = { ...user, nick: `x${nick}`, fullName: `y${fullName}` };
    expect(format('{nick}-{fullName}', who)).toBe(`x${nick}-y${fullName}`);
  });
});

describe('emoji in names', () => {
  it.each([
    ['ann', 'ann'],
    ['🐱 ann', 'ann'],
    ['ann👩‍👩‍👧smith', 'ann smith'],
    ['ann ❤️ bob', 'ann bob'],
    ['👍🏽', ''],
    ['🇩🇪 1️⃣ de', 'de'],
    ['C# © 1 *', 'C# © 1 *'],
  ])('%s becomes %s', (name, bare) => {
    expect(withoutEmoji(name)).toBe(bare);
  });
});
