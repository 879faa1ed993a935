import { ConfigError, type ConfigIssue } from '../errors.ts';

/** A ConfigError that says of each fault what was expected and what was given instead. */
export function refused(what: string, ...issues: readonly ConfigIssue[]): ConfigError {
  const list = issues.map(({ field, expected, got }) => `${field || 'config'}: expected ${expected}, got ${got}`);
  return new ConfigError(`${what}: ${list.join('; ')}`, { issues });
}
