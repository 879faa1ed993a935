/**
 * Takes away as much of a list as can be while it still fails: first halves, then ever smaller pieces, then single ones.
 * Gives up after `tries` attempts, with the shortest list found by then.
 */
export async function shorten<T>(
  list: readonly T[],
  fails: (some: readonly T[]) => Promise<boolean>,
  tries: number,
): Promise<readonly T[]> {
  let shortest = list;
  let left = tries;
  for (let size = Math.ceil(list.length / 2); size >= 1 && left > 0; ) {
    let shorter = false;
    for (let start = 0; start < shortest.length && left > 0; ) {
      left -= 1;
      const some = [...shortest.slice(0, start), ...shortest.slice(start + size)];
      if (await fails(some)) {
        shortest = some;
        shorter = true;
      } else start += size;
    }
    if (size === 1 && !shorter) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return shortest;
}
