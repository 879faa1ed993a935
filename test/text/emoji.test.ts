import { gemoji } from 'gemoji';
import { describe, expect, it } from 'vitest';
import { emojiFromName, emojiName } from '../../src/text/emoji.ts';

describe('emoji and their names', () => {
  it('lead to one another, for every emoji there is', () => {
    for (const { emoji, names } of gemoji) {
      for (const name of names) expect(emojiFromName(`:${name}:`)).toBe(emoji);
      expect(names).toContain(emojiName(emoji));
    }
  });

  it('do not depend on how the coloured form is asked for', () => {
    expect(emojiName('❤️')).toBe('heart');
    expect(emojiName('❤')).toBe('heart');
  });

  it('know the tones of skin, as Slack names them', () => {
    expect(emojiName('👍🏽')).toBe('+1');
    expect(emojiFromName(':+1::skin-tone-4:')).toBe('👍🏽');
    expect(emojiFromName('+1::skin-tone-2')).toBe('👍🏻');
    expect(emojiFromName(':man_technologist::skin-tone-6:')).toBe('👨🏿‍💻');
  });

  it.each(['', ':', '::', ':parrot_of_ours:', 'constructor', ':__proto__:', 'toString', 'hello world', '+1+1'])(
    'have none for %j',
    (name) => {
      expect(emojiFromName(name)).toBeUndefined();
      expect(emojiName(name)).toBeUndefined();
    },
  );
});
