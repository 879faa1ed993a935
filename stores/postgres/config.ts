import * as v from 'valibot';

const amount = v.pipe(v.number(), v.minValue(0));

/** What `postgresStore` accepts. */
export const postgresSchema = v.strictObject({
  url: v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'a URL that begins with postgres://')),
  // PostgreSQL cuts longer names off.
  schema: v.optional(v.pipe(v.string(), v.minLength(1), v.maxBytes(63), v.excludes('\0')), 'tieline'),
  retention: v.optional(v.strictObject({ maxAgeMs: v.exactOptional(amount), maxCount: v.exactOptional(amount) }), {}),
});
