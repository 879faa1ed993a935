/**
 * What a value is once it has been JSON, at a fraction of the cost of writing and reading it. Frozen, so that whoever it is
 * given to cannot change it for others.
 * @throws TypeError for a bigint; RangeError for what contains itself
 */
export function frozenCopy<T>(value: T): T {
  return toPlain(value, '') as T;
}

/** Undefined for what JSON leaves out. */
function toPlain(value: unknown, key: string): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // JSON knows neither what is no number, nor a zero with a sign.
      return Number.isFinite(value) ? value + 0 : null;
    case 'object':
      return value === null ? null : copyOf(value, key);
    case 'bigint':
      throw new TypeError('a bigint is not JSON');
    default:
      return undefined;
  }
}

function copyOf(value: object, key: string): unknown {
  if ('toJSON' in value && typeof value.toJSON === 'function') return toPlain(value.toJSON(key), key);
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item, index) => toPlain(item, String(index)) ?? null));
  }
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const field = toPlain((value as Record<string, unknown>)[name], name);
    if (field === undefined) continue;
    // An assignment would take it for the prototype.
    if (name === '__proto__') Object.defineProperty(copy, name, { value: field, enumerable: true });
    else copy[name] = field;
  }
  return Object.freeze(copy);
}
