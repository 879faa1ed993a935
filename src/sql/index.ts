/**
 * For authors of stores in SQL databases: everything but the database. Write a {@link SqlDriver}, give it to a
 * {@link SqlStore}, and test it with `storeContract`. Needs the package `kysely`.
 */
export { decodeBatch } from './decode-batch.ts';
export type { SqlDriver, SqlSink, SqlTypes } from './driver.ts';
export { encodeBatch } from './encode-batch.ts';
export { Gathered } from './gathered.ts';
export type { ManyRows } from './many-rows.ts';
export { RecentJson } from './recent-json.ts';
export type { SqlSchema } from './schema.ts';
export { defaultRetention, SqlStore } from './sql-store.ts';
export type { SqlRow, SqlStatement } from './statement.ts';
