import assert from 'node:assert/strict';
import { UnsupportedError } from '../../../errors.ts';
import type { Bench } from '../bench.ts';

/** Asserts that something is refused because the network has no such feature, naming the capability that is missing. */
export async function refused(bench: Bench, capability: string, call: () => Promise<unknown>): Promise<void> {
  const outcome = await bench.within(
    call().then(
      () => undefined,
      (error: unknown) => error,
    ),
    `${capability} to be refused`,
  );
  assert.ok(
    outcome instanceof UnsupportedError,
    `${capability} is not declared: UnsupportedError, not ${String(outcome)}`,
  );
  assert.equal(outcome.capability, capability);
}

/** What the peer has to offer where a capability is declared. */
export function needed<T>(ability: T | undefined, name: string, capability: string): T {
  assert.ok(ability !== undefined, `${capability} is declared, so the peer needs ${name}() to test it`);
  return ability;
}
