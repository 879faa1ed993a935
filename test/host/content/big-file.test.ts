import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('big-file.ts', import.meta.url));

interface Measured {
  readonly grownMb: number;
  /** How much the network read, the 20 MB for warming up included, and the SHA-256 of it. */
  readonly read: number;
  readonly digest: string;
  /** The size of the largest file in the media store. */
  readonly stored: number;
  readonly text: string;
}

/** In a process of its own, so that nothing else counts. */
async function relay(how: 'put' | 'media'): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, how]);
  return JSON.parse(stdout) as Measured;
}

describe('a file of 200 MB', () => {
  it('passes through to a network that takes it, and is never held', async () => {
    const { grownMb, read, digest } = await relay('put');
    expect(read).toBe(220_000_000);
    expect(digest).toBe('bb9dcfd4cbd9816ef9bbd5f95f743ef4015bd738fc6c4efe814cc3df259ddc47');
    expect(grownMb).toBeLessThan(32);
  }, 60_000);

  it('passes through the media store to one that does not', async () => {
    const { grownMb, stored, text } = await relay('media');
    expect(stored).toBe(200_000_000);
    expect(text).toMatch(/^big \(http:\S+\/big\)$/);
    expect(grownMb).toBeLessThan(32);
  }, 60_000);
});
