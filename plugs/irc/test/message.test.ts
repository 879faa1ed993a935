import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { messageTag, parseLine } from '../message.ts';

describe('parseLine', () => {
  it('takes tags, prefix, command and parameters apart', () => {
    const message = parseLine('@time=2026-11-01T12:00:00.000Z;msgid=x :ann!~a@host PRIVMSG #room :hello  there: you');
    expect(message).toMatchObject({ prefix: 'ann!~a@host', nick: 'ann', command: 'PRIVMSG' });
    expect(message?.params).toEqual(['#room', 'hello  there: you']);
    expect(message && messageTag(message, 'msgid')).toBe('x');
  });

  it('keeps an empty last parameter', () => {
    expect(parseLine(':a TOPIC #room :')?.params).toEqual(['#room', '']);
  });

  it('knows no nick where there is no prefix', () => {
    expect(parseLine('PING x')).toMatchObject({ prefix: '', nick: '', params: ['x'] });
  });

  it.each(['', ' ', ':', ':prefix', '@tags', '@tags :prefix ', '@'])('finds no command in %j', (line) => {
    expect(parseLine(line)).toBeUndefined();
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 600 })])('never throws', (line) => {
    const message = parseLine(line);
    expect(message === undefined || message.command !== '').toBe(true);
  });

  const name = fc.stringMatching(/^[a-zA-Z#][\w-]{0,20}$/);
  const text = fc.string({ unit: 'grapheme', maxLength: 50 }).map((one) => one.replace(/[\r\n\0]/g, ''));
  test.prop([name, name, fc.array(name, { maxLength: 4 }), text])(
    'reads back what was put together',
    (nick, command, middle, last) => {
      const message = parseLine([`:${nick}!u@h`, command, ...middle, `:${last}`].join(' '));
      expect(message).toMatchObject({ nick, command: command.toUpperCase(), params: [...middle, last] });
    },
  );
});

describe('messageTag', () => {
  it('unescapes values', () => {
    const message = parseLine('@a=1\\:2\\s3\\\\4\\r\\n\\x;b;cd=5 :s X');
    expect(message && messageTag(message, 'a')).toBe('1;2 3\\4\r\nx');
    expect(message && messageTag(message, 'b')).toBe('');
    expect(message && messageTag(message, 'c')).toBeUndefined();
  });
});
