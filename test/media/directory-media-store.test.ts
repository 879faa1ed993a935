import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/lifecycle/clock.ts';
import { systemClock } from '../../src/lifecycle/clock.ts';
import { type DirectoryMediaOptions, directoryMediaStore, type MediaStore } from '../../src/media/index.ts';
import type { FileAttachment } from '../../src/model/attachment.ts';

let directory: string;
let time: number;
const stores: MediaStore[] = [];
const clock: Clock = { ...systemClock, now: () => time };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tieline-media-'));
  time = 1_000_000;
});

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await rm(directory, { recursive: true });
});

async function opened(options: Partial<DirectoryMediaOptions> = {}): Promise<MediaStore> {
  const store = directoryMediaStore({ directory, clock, maxAgeMs: 1000, ...options });
  stores.push(store);
  await store.open();
  return store;
}

function file(content: string, about: Partial<FileAttachment> = {}): FileAttachment {
  return { type: 'file', kind: 'file', open: async () => new Blob([content]).stream(), ...about };
}

/** A file of that many bytes, made as they are read; tells how many were. */
function endless(bytes: number): { file: FileAttachment; read: () => number; cancelled: () => boolean } {
  let read = 0;
  let cancelled = false;
  const open = async (): Promise<ReadableStream<Uint8Array>> =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (read >= bytes) return controller.close();
        controller.enqueue(new Uint8Array(64 * 1024));
        read += 64 * 1024;
        return undefined;
      },
      cancel() {
        cancelled = true;
      },
    });
  return { file: { type: 'file', kind: 'file', name: 'big', open }, read: () => read, cancelled: () => cancelled };
}

describe('a media store in a directory', () => {
  it('serves what it took, under an address nobody guesses, as what it is', async () => {
    const store = await opened();
    const { url, expires } = await store.put(file('meow', { name: 'cat (1).png', mime: 'image/png' }));
    const response = await fetch(url);
    expect(await response.text()).toBe('meow');
    expect(expires.getTime()).toBe(time + 1000);
    expect(new URL(url).pathname).toMatch(/^\/[\w-]{24}\/cat%20%281%29\.png$/);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-length')).toBe('4');
    expect(response.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''cat%20%281%29.png");
  });

  it('lets no page or picture with scripts run in the name of its host', async () => {
    const store = await opened();
    for (const mime of ['text/html', 'image/svg+xml', 'a/b\r\nset-cookie: x=1', 'nonsense']) {
      const { url } = await store.put(file('<script>', { name: 'x', mime }));
      const { headers } = await fetch(url);
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('says not found to a wrong token, a path that climbs, and a name without a token', async () => {
    const store = await opened();
    const { url } = await store.put(file('secret', { name: '../../etc/passwd' }));
    expect(url).toMatch(/\/passwd$/);
    const base = new URL('/', url).href;
    const token = url.split('/')[3] ?? '';
    for (const path of ['', 'x', `${token}`, `${token}.json`, `${'a'.repeat(24)}/passwd`, '..%2f..%2fetc/passwd']) {
      expect((await fetch(base + path)).status, path).toBe(404);
    }
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('6');
  });

  it.each<[string | undefined, number, string | null, string]>([
    ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=5-99999', 206, 'bytes 5-9/10', '56789'],
    ['bytes=-99', 206, 'bytes 0-9/10', '0123456789'],
    ['bytes=10-', 416, 'bytes */10', 'Range Not Satisfiable\n'],
    ['bytes=-0', 416, 'bytes */10', 'Range Not Satisfiable\n'],
    ['bytes=0-1,4-5', 200, null, '0123456789'],
    ['bytes=4-2', 200, null, '0123456789'],
    ['bytes=x', 200, null, '0123456789'],
    [undefined, 200, null, '0123456789'],
  ])('sends the part that a player asks for: %s', async (range, status, sent, content) => {
    const { url } = await (await opened()).put(file('0123456789'));
    const response = await fetch(url, range === undefined ? {} : { headers: { range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, sent]);
    expect(await response.text()).toBe(content);
    expect(response.headers.get('content-type')).not.toBeNull();
    const guarded = await fetch(url, { headers: { range: range ?? '', 'if-range': '"x"' } });
    expect(await guarded.text()).toBe('0123456789');
  });

  it('forgets what expired: at once to readers, at the next sweep on disk', async () => {
    const store = await opened();
    const { url } = await store.put(file('old'));
    time += 1000;
    expect((await fetch(url)).status).toBe(404);
    expect(await readdir(directory)).toHaveLength(2);
    await store.sweep();
    expect(await readdir(directory)).toEqual([]);
  });

  it('keeps its links over a restart, and clears away what was left half done', async () => {
    const first = await opened();
    const { url } = await first.put(file('kept'));
    await first.close();
    await writeFile(join(directory, `${'x'.repeat(24)}.part`), 'half');
    await writeFile(join(directory, `${'y'.repeat(24)}.json`), '{}');
    const port = Number(new URL(url).port);
    await opened({ port });
    expect(await (await fetch(url)).text()).toBe('kept');
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('refuses a file over the limit without reading it to its end, and keeps nothing of it', async () => {
    const store = await opened({ maxFileBytes: 1_000_000 });
    const big = endless(1e9);
    await expect(store.put(big.file)).rejects.toMatchObject({ code: 'TIELINE_TOO_LONG' });
    expect(big.read()).toBeLessThan(2_000_000);
    expect(big.cancelled()).toBe(true);
    expect(await readdir(directory)).toEqual([]);
  });

  it('does not open a file that is said to be over the limit', async () => {
    const store = await opened({ maxFileBytes: 10 });
    const unopened = file('', { size: 11, open: () => Promise.reject(new Error('was opened')) });
    await expect(store.put(unopened)).rejects.toMatchObject({ code: 'TIELINE_TOO_LONG' });
  });

  it('refuses what does not fit its quota until something expired', async () => {
    const store = await opened({ maxTotalBytes: 100 });
    await store.put(file('x'.repeat(80)));
    await expect(store.put(file('y'.repeat(30)))).rejects.toMatchObject({ code: 'TIELINE_STORE' });
    time += 1000;
    await store.put(file('y'.repeat(30)));
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('passes a large file through without gathering it', async () => {
    const store = await opened({ maxFileBytes: 1e9 });
    const size = 192 * 1024 * 1024;
    const before = process.memoryUsage().rss;
    const { url } = await store.put(endless(size).file);
    const response = await fetch(url);
    let read = 0;
    for await (const chunk of response.body ?? []) read += chunk.byteLength;
    expect(read).toBe(size);
    // Buffers that wait for the garbage collector count too; a file that was gathered would count whole, and twice.
    expect(process.memoryUsage().rss - before).toBeLessThan(size * 0.6);
  });

  it('gives up when told to', async () => {
    const store = await opened();
    const stuck = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
    const put = store.put(file('', { open: async () => stuck }), AbortSignal.abort());
    await expect(put).rejects.toThrow(/abort/i);
    expect(await readdir(directory)).toEqual([]);
  });

  it('names what is wrong with its address', () => {
    expect(() => directoryMediaStore({ directory, baseUrl: 'ftp://x' })).toThrow(/baseUrl/);
  });
});
