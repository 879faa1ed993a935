import { StoreError } from '../errors.ts';
import type { SqlDriver } from './driver.ts';
import { firstTables } from './schema-steps/first-tables.ts';
import { oneOutbox } from './schema-steps/one-outbox.ts';
import type { Step } from './schema-steps/step.ts';

/** Every step there ever was, in order: the version of a schema is how many of them it has seen. */
const steps: readonly Step[] = [firstTables, oneOutbox];

/** The version that this release reads and writes. */
export const schemaVersion: number = steps.length;

/** Brings the database to {@link schemaVersion}, each step in a transaction of its own. @throws StoreError where it is newer than that */
export async function migrateSchema(driver: SqlDriver): Promise<void> {
  const { builder, types } = driver;
  const found = await versionOf(driver);
  if (found > schemaVersion) {
    throw new StoreError(
      `${driver.name}: the database is of version ${found} and this release of tieline knows ${schemaVersion}: it was written by a newer one`,
      { retryable: false },
    );
  }
  for (const [index, step] of steps.entries()) {
    if (index < found) continue;
    const done = builder.updateTable('state').set({ version: index + 1 });
    await driver.write((sink) => {
      for (const query of [...step(builder, types), done]) sink.run(query.compile());
    });
  }
}

async function versionOf(driver: SqlDriver): Promise<number> {
  if (await driver.isEmpty()) return 0;
  const [state] = await driver.read(driver.builder.selectFrom('state').select('version').compile());
  return Number(state?.version ?? 0);
}
