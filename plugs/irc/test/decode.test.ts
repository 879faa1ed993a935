import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { LineDecoder } from '../decode.ts';

describe('LineDecoder', () => {
  it('reads UTF-8, and a line that is none in the other encoding', () => {
    const decoder = new LineDecoder('latin1');
    const bytes = Buffer.concat([
      Buffer.from('grüße\r\n'),
      Buffer.from('grüße\r\n', 'latin1'),
      Buffer.from('你好\r\n'),
    ]);
    expect(decoder.push(bytes)).toEqual(['grüße', 'grüße', '你好']);
  });

  it('reads the encoding it is told to', () => {
    expect(new LineDecoder('koi8-r').push(Buffer.from([0xf0, 0xd2, 0xc9, 10]))).toEqual(['При']);
  });

  it('takes a line that the server cut inside a character for UTF-8', () => {
    const cut = Buffer.from('grüße 你').subarray(0, -1);
    expect(new LineDecoder('latin1').push(Buffer.concat([cut, Buffer.from('\r\n')]))).toEqual(['grüße ']);
  });

  it('takes an accent at the end of a short line for one, and not for a cut', () => {
    expect(new LineDecoder('latin1').push(Buffer.from('un café\r\n', 'latin1'))).toEqual(['un café']);
  });

  it('leaves out CR and NUL wherever they stand', () => {
    expect(new LineDecoder('latin1').push(Buffer.from('a\rb\0c\r\n\r\n'))).toEqual(['abc']);
  });

  it('keeps no more of a line without an end than a line can have', () => {
    const decoder = new LineDecoder('latin1');
    for (let count = 0; count < 100; count += 1) expect(decoder.push(Buffer.alloc(10_000, 97))).toEqual([]);
    expect(decoder.push(Buffer.from('\nnext\n'))).toEqual(['a'.repeat(16_384), 'next']);
  });

  const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replace(/[\r\n\0]/g, ''));
  test.prop([fc.array(line, { maxLength: 10 }), fc.array(fc.nat(20), { minLength: 1, maxLength: 20 })])(
    'gives the same lines however the bytes are cut',
    (lines, sizes) => {
      const bytes = Buffer.from(lines.map((one) => `${one}\r\n`).join(''));
      const decoder = new LineDecoder('latin1');
      const read: string[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = (sizes[turn % sizes.length] ?? 0) + 1;
        read.push(...decoder.push(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(read).toEqual(lines.map((one) => Buffer.from(one).toString()).filter(Boolean));
    },
  );
});
