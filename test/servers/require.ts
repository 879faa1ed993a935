import { describe, it } from 'vitest';
import { type ProgramName, programPath } from './programs.ts';

/** Set to `1` (CI does), a missing server fails its suites instead of skipping them. */
export const serversAreRequired: boolean = process.env['TIELINE_REQUIRE_SERVERS'] === '1';

/** How the title of a skipped suite ends; the reporter that lists them at the end of a run looks for it. */
export function missingSuffix(program: ProgramName): string {
  return ` [skipped: ${program} is not installed]`;
}

/**
 * A suite that needs real servers: run where all are installed, else skipped under its own name, or failed where they are required.
 *
 * @param programs The server, or servers, it needs.
 */
export function describeWith(programs: ProgramName | readonly ProgramName[], title: string, body: () => void): void {
  const needed = typeof programs === 'string' ? [programs] : programs;
  const missing = needed.find((program) => programPath(program) === undefined);
  if (missing === undefined) {
    describe(title, body);
  } else if (serversAreRequired) {
    describe(title, () => {
      it(`finds ${missing}`, () => {
        throw new Error(`${missing} is not installed, and TIELINE_REQUIRE_SERVERS=1 asks for it`);
      });
    });
  } else {
    describe.skip(title + missingSuffix(missing), body);
  }
}
