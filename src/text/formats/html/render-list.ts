import type { Line } from '../../line.ts';
import type { Segment } from '../../segment.ts';

interface OpenList {
  readonly tag: 'ul' | 'ol';
  /** Whether an item is open in it. */
  item: boolean;
}

/** Writes the items of a list, each depth as a list within the item before it. */
export function renderList(lines: readonly Line[], content: (runs: readonly Segment[]) => string): string {
  const open: OpenList[] = [];
  let written = '';
  const close = (): void => {
    const list = open.pop()!;
    written += `${list.item ? '</li>' : ''}</${list.tag}>`;
  };
  for (const { block, runs } of lines) {
    const { depth, index } = block.list!;
    const tag = index === undefined ? 'ul' : 'ol';
    while (open.length > depth + 1) close();
    if (open.length === depth + 1 && open.at(-1)!.tag !== tag) close();
    // After a blank line a list may go on at a depth that no item of this list leads to.
    while (open.length < depth) {
      written += '<ul>';
      open.push({ tag: 'ul', item: false });
    }
    if (open.length === depth) {
      written += tag === 'ul' || index === 1 ? `<${tag}>` : `<ol start="${index}">`;
      open.push({ tag, item: false });
    }
    const list = open.at(-1)!;
    written += `${list.item ? '</li>' : ''}<li>${content(runs)}`;
    list.item = true;
  }
  while (open.length > 0) close();
  return written;
}
