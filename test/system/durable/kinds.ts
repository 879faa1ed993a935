import type { LineKind } from './lines.ts';

/** Where each message is to come exactly once: by its key, its echo's key, or its content in the history. */
export const certain: readonly LineKind[] = [
  { name: 'keyed', echo: 'bare', takesKey: true },
  { name: 'echoing', echo: 'key' },
  { name: 'remembering', echo: 'key', history: true },
  { name: 'resembling', echo: 'bare', history: true },
];

/** Where nobody can know. */
export const plain: LineKind = { name: 'plain', echo: 'none' };
