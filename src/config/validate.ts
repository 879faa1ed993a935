import type { StandardSchemaV1 } from '@standard-schema/spec';
import { ConfigError, type ConfigIssue } from '../errors.ts';
import { refused } from './refused.ts';

/**
 * Checks a value against any Standard Schema and gives the schema's output (defaults filled in).
 * @throws ConfigError with every fault at once: field, expected, got
 */
export function validateConfig<Config>(owner: string, schema: StandardSchemaV1 | undefined, value: unknown): Config {
  if (schema === undefined) return value as Config;
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new ConfigError(`${owner}: the schema is asynchronous; a configuration is checked before anything waits`);
  }
  if (result.issues === undefined) return result.value as Config;
  throw refused(`${owner}: bad configuration`, ...result.issues.map((issue) => describe(issue, value)));
}

function describe(issue: StandardSchemaV1.Issue, root: unknown): ConfigIssue {
  const path = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  return {
    field: path
      .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
      .join(''),
    expected: expectation(issue, path.at(-1)),
    got: show(path, root),
  };
}

/**
 * What should have been there. Standard Schema fixes the message only; a library's own, `Invalid …`, goes on about what was
 * got, so that `expected` is taken where the library tells it apart.
 */
function expectation(issue: StandardSchemaV1.Issue, key: PropertyKey | undefined): string {
  const { expected } = issue as { expected?: unknown };
  if (typeof expected !== 'string' || !issue.message.startsWith('Invalid ')) return issue.message;
  // valibot says of a missing key that it expected the key, and of one too many that it expected never.
  if (expected === JSON.stringify(key)) return 'a value';
  return expected === 'never' ? 'no option of that name' : expected;
}

const SECRET = /pass|secret|token|key|sasl/i;

/** The value at a path, in a few characters, and never a secret. */
function show(path: readonly PropertyKey[], root: unknown): string {
  let value = root;
  for (const key of path)
    value = value === null || value === undefined ? undefined : (value as Record<PropertyKey, unknown>)[key];
  if (value === undefined) return 'nothing';
  if (path.some((key) => SECRET.test(String(key)))) return `${article(typeof value)} that is not shown`;
  if (typeof value === 'function') return 'a function';
  // JSON has no NaN and no infinity.
  if (typeof value === 'number') return String(value);
  try {
    const json = JSON.stringify(value, shown) ?? String(value);
    return json.length > 60 ? `${json.slice(0, 57)}…` : json;
  } catch {
    return article(typeof value);
  }
}

function article(type: string): string {
  return `${type === 'object' ? 'an' : 'a'} ${type}`;
}

/** No secrets, and of what is an object of some class only what it calls itself: a plug has a configuration of its own. */
function shown(key: string, value: unknown): unknown {
  if (SECRET.test(key)) return '…';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return value;
  const name = String(value);
  return name === '[object Object]' ? `a ${value.constructor.name}` : name;
}
