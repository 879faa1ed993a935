import type { Compilable, Kysely } from 'kysely';
import type { SqlTypes } from '../driver.ts';
import type { SqlSchema } from '../schema.ts';

/** One step from one version of the schema to the next. Once released it is never changed: another is added after it. */
export type Step = (db: Kysely<SqlSchema>, types: SqlTypes) => readonly Compilable[];
