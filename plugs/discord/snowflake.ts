/** Whether an id was given later than another, or than none (Reference › Snowflakes: ids are in the order of time). */
export function isNewer(id: string | undefined, than: string | undefined): boolean {
  if (id === undefined || than === undefined) return id !== undefined;
  return id.length === than.length ? id > than : id.length > than.length;
}

/** An id as it was so much earlier, in ms (Reference › Snowflakes: the time is above the lowest 22 bits). */
export function snowflakeBefore(id: string, ms: number): string {
  const earlier = BigInt(id) - (BigInt(ms) << 22n);
  return String(earlier < 0n ? 0n : earlier);
}
