import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenPlugTable } from './broken/table.ts';
import { coreMutations } from './mutations/index.ts';
import { coreRows, isUntried } from './mutations/table.ts';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

describe('README.md', () => {
  it('tells of every broken plug, and what found it', () => {
    expect(readme).toContain(brokenPlugTable());
  });

  it('tells of every line of the core that bears a promise, and what noticed that it was gone', () => {
    const rows = coreRows(readme);
    expect([...rows.keys()]).toEqual(coreMutations.map(({ name }) => name));
    expect([...rows].filter(([, told]) => isUntried(told))).toEqual([]);
  });
});

describe('a mutation of the core', () => {
  it('has a name of its own', () => {
    expect(new Set(coreMutations.map(({ name }) => name)).size).toBe(coreMutations.length);
  });

  for (const { name, file, line, becomes } of coreMutations) {
    it(`finds its line, once: ${name}`, () => {
      expect(readFileSync(join(root, file), 'utf8').split(line)).toHaveLength(2);
      expect(becomes).not.toBe(line);
    });
  }
});
