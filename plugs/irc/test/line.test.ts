import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type LineTarget, longestLine, messageLines, textBudget } from '../line.ts';

const target: LineTarget = { prefixBytes: 40, command: 'PRIVMSG', target: '#room', action: false };

/** What a reader receives: the server puts the prefix before the line. */
function received(prefixBytes: number, line: string): number {
  return 1 + prefixBytes + 1 + Buffer.byteLength(line) + 2;
}

describe('messageLines', () => {
  it('fills a line to the last byte', () => {
    const text = 'x'.repeat(textBudget(target));
    const lines = messageLines(target, text);
    expect(lines).toHaveLength(1);
    expect(received(40, lines[0] ?? '')).toBe(longestLine);
    expect(messageLines(target, `${text}x`)).toHaveLength(2);
  });

  it('sends 350 CJK characters whole', () => {
    const text = '漢'.repeat(350);
    const lines = messageLines(target, text);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.map((line) => line.slice('PRIVMSG #room :'.length)).join('')).toBe(text);
  });

  it('makes no line of nothing', () => {
    for (const text of ['', '\x01\x01']) expect(messageLines(target, text)).toEqual([]);
  });

  it('cuts between words', () => {
    const lines = messageLines(target, 'word '.repeat(200).trim());
    for (const line of lines) expect(line).toMatch(/:word( word)*$/);
  });

  it('makes an action of every part', () => {
    const lines = messageLines({ ...target, action: true }, 'waves '.repeat(200));
    for (const line of lines) expect(line).toMatch(/^PRIVMSG #room :\x01ACTION [^\x01]*\x01$/);
  });

  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 1200 }),
    fc.string({ unit: fc.constantFrom('漢', 'é', '👨‍👩‍👧‍👦', ' ', 'a', '🇩🇪'), maxLength: 900 }),
  );
  test.prop([anyText, fc.integer({ min: 10, max: 120 }), fc.boolean()])(
    'never makes a line over 512 bytes, never cuts a grapheme, never loses one but at a space',
    (text, prefixBytes, action) => {
      const line = { ...target, prefixBytes, action };
      const head = `PRIVMSG #room :${action ? '\x01ACTION ' : ''}`;
      const lines = messageLines(line, text);
      for (const one of lines) expect(received(prefixBytes, one)).toBeLessThanOrEqual(longestLine);
      const parts = lines.map((one) => one.slice(head.length, action ? -1 : undefined));
      const clean = text.replace(/[\r\n\0]+/g, ' ').replaceAll('\x01', '');
      let at = 0;
      const whole = new Set([...graphemes.segment(clean)].map(({ index }) => index));
      for (const part of parts) {
        if (!clean.startsWith(part, at)) at += 1;
        expect(clean.startsWith(part, at)).toBe(true);
        expect(whole.has(at) || part === '').toBe(true);
        at += part.length;
      }
      expect(clean.slice(at).trim()).toBe('');
    },
  );

  test.prop([fc.string({ unit: 'binary', maxLength: 900 })])('lets nothing end a line or start a request', (text) => {
    for (const line of messageLines(target, text)) expect(line).not.toMatch(/[\r\n\0\x01]/);
  });

  it('cuts a letter under hundreds of accents rather than send too long a line', () => {
    const lines = messageLines(target, `e${'\u0301'.repeat(1000)}`);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(received(40, line)).toBeLessThanOrEqual(longestLine);
  });
});
