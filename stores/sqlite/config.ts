import * as v from 'valibot';

const amount = v.pipe(v.number(), v.minValue(0));

/** What `sqliteStore` accepts. */
export const sqliteSchema = v.strictObject({
  path: v.pipe(
    v.string(),
    v.minLength(1),
    v.check((path) => !path.startsWith(':memory:'), 'the path of a file: what is only in memory, memoryStore() keeps'),
  ),
  durability: v.optional(v.picklist(['process', 'power']), 'process'),
  retention: v.optional(v.strictObject({ maxAgeMs: v.exactOptional(amount), maxCount: v.exactOptional(amount) }), {}),
});
