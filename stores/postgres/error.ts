import { StoreError } from '../../src/index.ts';

/** Classes of SQLSTATE in which the batch itself is at fault: data, constraints, syntax. */
const atFault: ReadonlySet<string> = new Set(['22', '23', '42']);

/**
 * Says what is wrong with which database.
 * @param where the database, without a password
 * @param certain whether it is certain that nothing was committed
 */
export function toStoreError(where: string, error: unknown, what: string, certain = true): StoreError {
  if (error instanceof StoreError) return error;
  const { code, message } = error as { code?: string; message?: string };
  const retryable = !atFault.has(code?.slice(0, 2) ?? '');
  const text = `postgres: ${where} could not be ${what}: ${message || code || String(error)}`;
  return new StoreError(text, { cause: error, retryable, certain });
}
