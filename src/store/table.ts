import type { Json } from './records.ts';

/** A hook's own place in the store: values of JSON by key. */
export interface Table {
  get(key: string): Promise<Json | undefined>;
  /** Resolves once the value is safe. */
  set(key: string, value: Json): Promise<void>;
  delete(key: string): Promise<void>;
  /** All keys that begin with `prefix`, in order, with their values. */
  entries(prefix?: string): AsyncIterable<readonly [key: string, value: Json]>;
}
