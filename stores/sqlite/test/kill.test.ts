import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sqliteStore } from '../index.ts';
import { temporaryFolder } from './folder.ts';

const writer = fileURLToPath(new URL('writer.ts', import.meta.url));

/** A process that is ready to write. */
function makeWriter(path: string): ChildProcessWithoutNullStreams {
  const env = { ...process.env, NODE_COMPILE_CACHE: `${path}-cache` };
  return spawn(process.execPath, [writer, path], { env });
}

/** Lets a process write until it has told of some batches, and kills it at whatever it is doing then. */
async function writeAndKill(child: ChildProcessWithoutNullStreams, first: number, batches: number): Promise<number> {
  let output = '';
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (output.split('\n').length > batches) child.kill('SIGKILL');
  });
  child.stdin.write(`${first}\n`);
  const [, signal] = await once(child, 'close');
  expect(signal, complaints).toBe('SIGKILL');
  return Number(output.trimEnd().split('\n').at(-1));
}

describe('sqliteStore, when its process is killed', () => {
  it('has everything that it said was safe, and half a batch of nothing, 12 times', { timeout: 60_000 }, async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    // All are made at once: to start a process takes longest.
    const writers = Array.from({ length: 12 }, () => makeWriter(path));
    let next = 1;
    for (const [round, child] of writers.entries()) {
      const safe = await writeAndKill(child, next, 1 + round * 17);
      const store = sqliteStore(path);
      const { counts, lastSequence } = await store.open();
      expect(lastSequence).toBeGreaterThanOrEqual(safe);
      expect(lastSequence % 20).toBe(0);
      expect(counts.pending).toBe(lastSequence);
      const [last] = await store.rows({ after: lastSequence - 1 });
      expect(last?.key).toBe(`k${lastSequence}`);
      await store.close();
      next = lastSequence + 1;
    }
  });
});
