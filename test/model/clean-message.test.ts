import { describe, expect, it } from 'vitest';
import { cleanMessage } from '../../src/model/clean-message.ts';
import type { Message } from '../../src/model/message.ts';
import { RichText } from '../../src/text/rich-text.ts';

const dirt = 'a\u0000b\u202ec\r\nd\ud800';
const clean = 'abc\nd\ufffd';

const dirty: Message = {
  text: new RichText([{ text: dirt, bold: true }]),
  quoted: { text: new RichText(dirt) },
  attachments: [
    { type: 'file', kind: 'image', name: dirt, alt: dirt, size: 3 },
    { type: 'poll', question: dirt, options: [dirt, 'b'] },
    { type: 'location', latitude: 1, longitude: 2, name: dirt },
    { type: 'forward', message: { text: new RichText(dirt) } },
  ],
  card: { title: dirt, body: new RichText(dirt), footer: dirt, color: 3, fields: [{ name: dirt, value: dirt }] },
};

describe('cleanMessage()', () => {
  it('cleans everything in a message that people type', () => {
    const cleaned = cleanMessage(dirty);
    expect(JSON.parse(JSON.stringify(cleaned))).toEqual(
      JSON.parse(
        JSON.stringify(dirty).replaceAll(JSON.stringify(dirt).slice(1, -1), JSON.stringify(clean).slice(1, -1)),
      ),
    );
    expect(JSON.stringify(cleaned)).not.toContain('\\u0000');
  });

  it('gives the same object where there is nothing to do', () => {
    const cleaned = cleanMessage(dirty);
    expect(cleanMessage(cleaned)).toBe(cleaned);
    const plain: Message = { text: new RichText('hello') };
    expect(cleanMessage(plain)).toBe(plain);
  });

  it('keeps streams and numbers', () => {
    const open = async (): Promise<ReadableStream<Uint8Array>> => new Blob(['x']).stream();
    const [file] =
      cleanMessage({ attachments: [{ type: 'file', kind: 'file', name: dirt, size: 7, open }] }).attachments ?? [];
    expect(file).toEqual({ type: 'file', kind: 'file', name: clean, size: 7, open });
  });

  it('ends in quotes of quotes', () => {
    let message: Message = { text: new RichText(dirt) };
    for (let depth = 0; depth < 20_000; depth += 1) message = { quoted: message };
    expect(() => cleanMessage(message)).not.toThrow();
  });
});
