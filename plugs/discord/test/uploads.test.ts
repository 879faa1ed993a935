import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { FileAttachment } from '../../../src/index.ts';
import { type Upload, UploadBody } from '../upload.ts';
import { bridge } from './bridge.ts';

const user = { kind: 'user', network: 'irc:test', id: 'bob', nick: 'bob' } as const;
const chunk = 64 * 1024;

/** A file of so many bytes, made while it is read; counts what was taken of it, and how often it was opened and left. */
class Source {
  readonly size: number;
  taken = 0;
  opened = 0;
  cancelled = 0;

  constructor(size: number) {
    this.size = size;
  }

  open(): Promise<ReadableStream<Uint8Array>> {
    this.opened += 1;
    let left = this.size;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      const next = new Uint8Array(Math.min(chunk, left)).fill(this.opened);
      left -= next.length;
      this.taken += next.length;
      if (next.length > 0) controller.enqueue(next);
      if (left === 0) controller.close();
    };
    const cancel = (): void => {
      this.cancelled += 1;
    };
    return Promise.resolve(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }));
  }

  file(more: Partial<FileAttachment> = {}): FileAttachment {
    return { type: 'file', kind: 'file', name: 'big.bin', size: this.size, open: () => this.open(), ...more };
  }
}

describe('files', () => {
  it('are read no faster than they are sent', async () => {
    const sources = [1, 2, 3].map(() => new Source(8 * 1024 * 1024));
    const taken = (): number => sources.reduce((sum, source) => sum + source.taken, 0);
    let received = 0;
    let most = 0;
    const server = createServer(async (request, response) => {
      for await (const piece of request) {
        received += piece.length;
        most = Math.max(most, taken() - received);
      }
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const uploads = sources.map((source): Upload => ({ name: 'x', size: source.size, open: () => source.open() }));
    const body = new UploadBody({ content: 'three' }, uploads);
    await fetch(`http://127.0.0.1:${port}`, { method: 'POST', ...body, body: body.open(), duplex: 'half' } as never);
    expect(received).toBeGreaterThan(24 * 1024 * 1024);
    expect(most).toBeLessThan(12 * 1024 * 1024);
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['a rate limit', undefined, { status: 429, body: { message: '', retry_after: 0.01, global: false }, headers: {} }],
    ['a failure', undefined, { status: 502 }],
    ['a rate limit, from a webhook', user, { status: 429, body: { message: '', retry_after: 0.01, global: false } }],
  ])('are opened again after %s', async (_what, author, fault) => {
    const { discord, lobby, channel } = await bridge();
    if (author) await channel.send({ text: 'first', user: author });
    const source = new Source(3 * chunk + 7);
    discord.faults.add({ method: 'POST', ...fault });
    await channel.send({ text: 'look', ...(author && { user: author }), attachments: [source.file()] });
    expect(source.opened).toBe(2);
    const [attachment] = discord.messages(lobby).at(-1)?.attachments ?? [];
    expect(attachment?.size).toBe(source.size);
    const bytes = await (await fetch(attachment?.url ?? '')).bytes();
    expect(bytes).toEqual(new Uint8Array(source.size).fill(2));
  });

  it('of which nobody said how large they are are measured first', async () => {
    const { discord, lobby, channel } = await bridge();
    const small = new Source(chunk + 1);
    const large = new Source(11 * 1024 * 1024);
    const attachments = [small, large].map((source): FileAttachment => {
      const { size: _, ...file } = source.file({ url: `https://files.example/${source.size}` });
      return file;
    });
    await channel.send({ text: 'look', attachments });
    const [sent] = discord.messages(lobby);
    expect(sent?.attachments.map(({ size }) => size)).toEqual([small.size]);
    expect(sent?.content).toBe(`look\nhttps://files.example/${large.size}`);
    expect(large.taken).toBeLessThan(large.size);
    expect(large.cancelled).toBe(1);
  });

  it.each([
    ['break off', { open: () => Promise.resolve(broken()) }],
    ['cannot be opened', { open: () => Promise.reject(new Error('no such file')) }],
    ['are shorter than was said', { size: 3 * chunk + 1 }],
    ['are longer than was said', { size: chunk - 1 }],
  ])('that %s are named instead, and the others go', async (_how, more) => {
    const { discord, lobby, channel } = await bridge();
    await channel.send({ text: 'first', user });
    const good = new Source(2 * chunk);
    const bad = new Source(3 * chunk);
    const attachments = [good.file({ name: 'good.bin' }), bad.file({ name: 'bad.bin', ...more })];
    for (const author of [undefined, user]) {
      await channel.send({ text: 'look', attachments, ...(author && { user: author }) });
      const sent = discord.messages(lobby).at(-1);
      expect(sent?.content).toBe('look\n[bad.bin]');
      expect(sent?.attachments.map(({ filename, size }) => [filename, size])).toEqual([['good.bin', 2 * chunk]]);
    }
    expect(discord.messages(lobby)).toHaveLength(3);
  });

  it('that Discord finds too large become links', async () => {
    const { discord, lobby, channel } = await bridge();
    discord.faults.add({ method: 'POST', status: 413, body: { code: 40005, message: 'Request entity too large' } });
    const file = new Source(chunk).file({ url: 'https://files.example/big.bin' });
    await channel.send({ text: 'look', attachments: [file] });
    expect(discord.messages(lobby)).toMatchObject([
      { content: 'look\nhttps://files.example/big.bin', attachments: [] },
    ]);
  });

  it('are let go of when the connection is cut in the middle', async () => {
    const { discord, channel } = await bridge();
    const source = new Source(8 * 1024 * 1024);
    const file = source.file({
      open: async () => {
        if (source.opened === 0) discord.offline(true);
        return await source.open();
      },
    });
    const sending = channel.send({ text: 'look', attachments: [file] });
    await expect.poll(() => source.cancelled).toBe(1);
    expect(source.taken).toBeLessThan(source.size);
    discord.offline(false);
    await sending;
  });
});

function broken(): ReadableStream<Uint8Array> {
  let pulls = 0;
  return new ReadableStream({
    pull: (controller) => {
      pulls += 1;
      if (pulls === 1) controller.enqueue(new Uint8Array(chunk));
      else controller.error(new Error('the disk is gone'));
    },
  });
}
