/** The longest piece that is shown on either side of `s/teh/the/`, in UTF-16 units. */
const MAX_PIECE = 60;
/** How much of the new text may be given as changed; more, and the whole says it better. */
const MAX_SHARE = 0.6;

/**
 * A small change in the form people type: `s/teh/the/`. Undefined where the whole text says it better: when much changed,
 * or when the pieces could be misread.
 */
export function smallChange(before: string, after: string): string | undefined {
  if (before === after) return undefined;
  const old = before.split(/(\s+)/);
  const now = after.split(/(\s+)/);
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  // Neighbours make an insertion or a deletion readable, and a piece that occurs twice unmistakable.
  for (let around = 0; around <= 4; around += 2) {
    const from = piece(old, head - around, old.length - tail + around);
    const to = piece(now, head - around, now.length - tail + around);
    if (from === '' || to === '' || occursTwice(before, from)) continue;
    return isReadable(from, to, after) ? `s/${from}/${to}/` : undefined;
  }
  return undefined;
}

function piece(tokens: readonly string[], start: number, end: number): string {
  return tokens.slice(Math.max(0, start), Math.max(0, end)).join('').trim();
}

function occursTwice(text: string, found: string): boolean {
  return text.indexOf(found) !== text.lastIndexOf(found);
}

function isReadable(from: string, to: string, after: string): boolean {
  if (from === to || /[/\n\r]/.test(from + to)) return false;
  return from.length <= MAX_PIECE && to.length <= MAX_PIECE && to.length <= after.length * MAX_SHARE;
}
