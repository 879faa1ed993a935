import { describe, expect, it } from 'vitest';
import type { User } from '../../src/model/user.ts';
import { deleteNotice, type Reaction, reactionNotice } from '../../src/plan/index.ts';
import { RichText } from '../../src/text/rich-text.ts';

const user = (nick: string): User => ({ kind: 'user', network: 'origin', id: nick, nick });
const on = (nick: string, emoji: string = '👍'): Reaction => ({ user: user(nick), emoji, removed: false });
const off = (nick: string, emoji: string = '👍'): Reaction => ({ ...on(nick, emoji), removed: true });
const target = { user: user('bob'), text: new RichText('The quick brown fox jumps over the lazy dog near the river') };
const notice = (...reactions: Reaction[]): string | undefined => reactionNotice(reactions, target)?.toString();

describe('a notice of reactions', () => {
  it('says who, what and on what', () => {
    expect(notice(on('ann'))).toBe('ann reacted 👍 to “The quick brown fox jumps over the…”');
    expect(notice(off('ann'))).toBe('ann took back 👍 from “The quick brown fox jumps over the…”');
    expect(String(reactionNotice([on('ann')], undefined))).toBe('ann reacted 👍');
  });

  it('gathers people, and counts those it does not name', () => {
    expect(notice(on('ann'), on('bob'))).toMatch(/^ann and bob reacted 👍 to/);
    expect(notice(on('a'), on('b'), on('c'), on('d'))).toMatch(/^a, b, c and d reacted/);
    expect(notice(...'abcdefghij'.split('').map((nick) => on(nick)))).toMatch(/^a, b, c and 7 others reacted/);
  });

  it('gathers different emoji, and what was taken back', () => {
    expect(notice(on('ann'), on('bob', '🎉'), off('eve', '👎'))).toMatch(
      /^ann reacted 👍, bob reacted 🎉, eve took back 👎 to “/,
    );
  });

  it('has nothing to tell of a reaction that came and went', () => {
    expect(notice(on('ann'), off('ann'))).toBeUndefined();
    expect(notice(on('ann'), off('ann'), on('ann'))).toMatch(/^ann reacted/);
    expect(notice(on('ann'), off('ann'), on('bob'))).toMatch(/^bob reacted/);
  });

  it('shows the character where a name has one', () => {
    expect(notice(on('ann', ':tada:'))).toMatch(/^ann reacted 🎉/);
    expect(notice(on('ann', ':parrot_of_ours:'))).toMatch(/^ann reacted :parrot_of_ours:/);
  });

  it('repeats nothing that was hidden, and lets no emoji fill the room', () => {
    const hidden = {
      text: new RichText(['it was ', { text: 'the but', spoiler: true }, { text: 'ler', spoiler: true, bold: true }]),
    };
    expect(String(reactionNotice([on('ann')], hidden))).toBe('ann reacted 👍 to “it was [spoiler]”');
    const forged = reactionNotice([on('ann', `👍\n<bob> I quit ${'x'.repeat(100)}`)], undefined);
    expect(String(forged)).toBe('ann reacted 👍 <bob> I quit xxxxxxxxxxxxxxxxxx…');
  });

  it('guards names within the words it repeats where the route asks for that', () => {
    const mention = user('eve');
    const called = { text: new RichText(['hi ', { text: '@eve', mention }]) };
    expect(String(deleteNotice(user('ann'), called, { guardNames: true }))).toBe('a\u200dnn deleted: “hi @e\u200dve”');
  });

  it('names nobody it does not know', () => {
    expect(notice({ emoji: '👍', removed: false })).toMatch(/^somebody reacted 👍/);
  });
});

describe('a notice of a deletion', () => {
  it('says who deleted what', () => {
    expect(String(deleteNotice(user('mod'), target))).toBe('mod deleted: “The quick brown fox jumps over the…”');
    expect(String(deleteNotice(undefined, target))).toMatch(/^bob deleted: “/);
    expect(String(deleteNotice(undefined, { text: new RichText('x') }))).toBe('A message was deleted: “x”');
  });

  it('is not there where the message is not known', () => {
    expect(deleteNotice(user('ann'), undefined)).toBeUndefined();
  });
});
