import assert from 'node:assert/strict';

/** What the order of may be wrong, and by whose fault. */
export const HEARD = 'what hooks get of others (queue() is to be called once for each, in order)';
export const ECHOED = 'what hooks get of our own (queue() is to be called once for each, with the id that put() gave)';
export const SEEN = 'what the peer sees (put() is to send each once, before it resolves)';

/**
 * Asserts that exactly the expected texts were found, in their order.
 * @throws AssertionError telling in words what is the matter with the first one that is not as expected
 */
export function assertOrder(found: readonly string[], expected: readonly string[], what: string): void {
  const at = expected.findIndex((text, index) => found[index] !== text);
  if (at < 0 && found.length === expected.length) return;
  const wrong = at < 0 ? expected.length : at;
  const got = found[wrong] === undefined ? 'nothing' : JSON.stringify(found[wrong]);
  const wanted = expected[wrong] === undefined ? 'nothing' : JSON.stringify(expected[wrong]);
  const place = `message ${wrong + 1} of ${expected.length}`;
  assert.fail(`${what}: ${place} ${fault(found, expected, wrong)}: ${got} instead of ${wanted}`);
}

function fault(found: readonly string[], expected: readonly string[], at: number): string {
  const [got, wanted] = [found[at], expected[at]];
  if (got !== undefined && found.indexOf(got) < at) return 'is one that was there before';
  if (wanted !== undefined && !found.includes(wanted)) return 'is missing or changed';
  return 'is out of order';
}
