import { byCodePoint } from '../key-order.ts';
import type { Json } from '../records.ts';

/** The hooks' tables, in memory. */
export class MemoryTables {
  readonly #tables = new Map<string, Map<string, Json>>();

  get(table: string, key: string): Json | undefined {
    return this.#tables.get(table)?.get(key);
  }

  set(table: string, key: string, value: Json): void {
    let entries = this.#tables.get(table);
    if (entries === undefined) {
      entries = new Map();
      this.#tables.set(table, entries);
    }
    entries.set(key, value);
  }

  unset(table: string, key: string): void {
    this.#tables.get(table)?.delete(key);
  }

  entries(table: string, prefix: string, after: string | undefined, limit: number): (readonly [string, Json])[] {
    return [...(this.#tables.get(table) ?? [])]
      .filter(([key]) => key.startsWith(prefix) && (after === undefined || byCodePoint(key, after) > 0))
      .sort(([a], [b]) => byCodePoint(a, b))
      .slice(0, limit);
  }
}
