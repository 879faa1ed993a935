import { accessSync, constants } from 'node:fs';
import { StoreError } from '../../src/index.ts';

/** SQLite's primary result codes that have a cause outside of this program, and what to say about each. */
const causes: ReadonlyMap<number, string> = new Map([
  [3, 'access is denied'],
  [5, 'another process, or another host in this one, has it open'],
  [6, 'another process, or another host in this one, has it open'],
  [8, 'it is read-only'],
  [10, 'the disk failed'],
  [11, 'it is corrupt'],
  [13, 'the disk is full'],
  [14, 'the file cannot be opened'],
  [26, 'it is no SQLite database'],
]);

const READ_ONLY = 8;
/** Those that no waiting will mend. */
const lasting: ReadonlySet<number> = new Set([11, 26]);

/** Those for which what was to be written is to blame: too big, against a constraint, of a wrong type, out of range. */
const atFault: ReadonlySet<number> = new Set([18, 19, 20, 25]);

/**
 * Says what is wrong with which file. Where the error is not retryable, it is the batch that cannot be written, or the file
 * that cannot be opened.
 * @param what what could not be done to it: `opened`
 */
export function toStoreError(path: string, error: unknown, what: string): StoreError {
  if (error instanceof StoreError) return error;
  const { errcode, code } = error as { errcode?: number; code?: string };
  const primary = (errcode ?? 0) & 0xff;
  const cause = isReadOnly(path) ? causes.get(READ_ONLY) : causes.get(primary);
  const message = `sqlite: ${path} could not be ${what}: ${cause ?? (error as Error).message}`;
  const isWrongValue = errcode === undefined && code?.startsWith('ERR_');
  const retryable =
    what === 'opened' ? cause !== undefined && !lasting.has(primary) : !(atFault.has(primary) || isWrongValue);
  return new StoreError(message, { cause: error, retryable });
}

/** What the file system says, where it is not what SQLite makes of it. */
const systemCauses: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EROFS', 'it is read-only'],
  ['EACCES', 'access is denied'],
  ['EPERM', 'access is denied'],
  ['ENOENT', 'its folder is gone'],
]);

/** The same for the log. @param certain whether it is certain that nothing was kept */
export function toLogError(path: string, error: unknown, what: string, certain: boolean = true): StoreError {
  const { code = '', message } = error as { code?: string; message: string };
  const cause = systemCauses.get(code) ?? message;
  return new StoreError(`sqlite: ${path} could not be ${what}: ${cause}`, { cause: error, certain });
}

/** SQLite finds many words for a file system that cannot be written. */
function isReadOnly(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    const { code } = error as { code?: string };
    return code === 'EROFS' || code === 'EACCES' || code === 'EPERM';
  }
}
