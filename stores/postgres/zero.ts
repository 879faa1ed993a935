/**
 * PostgreSQL's text has no U+0000, and a network's ids may. It is written as two characters, and U+0001 too, so that
 * texts still differ, sort and begin as they did.
 */
export function withoutZero(value: unknown): unknown {
  if (typeof value !== 'string' || !LOW.test(value)) return value;
  return value.replace(/[\0\x01]/g, (character) => (character === '\0' ? '\x01\x01' : '\x01\x02'));
}

/** Undoes {@link withoutZero}. */
export function withZero(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('\x01')) return value;
  return value.replace(/\x01([\x01\x02])/g, (_pair, second) => (second === '\x01' ? '\0' : '\x01'));
}

const LOW = /[\0\x01]/;
