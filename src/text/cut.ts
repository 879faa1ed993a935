import type { Segment } from './segment.ts';

/** Cuts stretches out of a list of segments, each in time that grows with the stretch only. */
export class Cutter {
  private readonly segments: readonly Segment[];
  /** The offset of each segment in UTF-16 units, and the length of all at the end. */
  private readonly offsets: number[] = [0];

  constructor(segments: readonly Segment[]) {
    this.segments = segments;
    let offset = 0;
    for (const { text } of segments) {
      offset += text.length;
      this.offsets.push(offset);
    }
  }

  /** The segments from one UTF-16 offset up to another. A mention or custom emoji that is cut is only its characters. */
  cut(from: number, to: number): Segment[] {
    const kept: Segment[] = [];
    for (let index = this.indexAt(from); index < this.segments.length && this.offsets[index]! < to; index += 1) {
      const offset = this.offsets[index]!;
      const piece = cutSegment(this.segments[index]!, from - offset, to - offset);
      if (piece.text !== '') kept.push(piece);
    }
    return kept;
  }

  /** Where the mention or custom emoji begins that an offset would cut in two; else the offset itself. */
  outsideAtom(offset: number): number {
    const index = this.indexAt(offset);
    const segment = this.segments[index];
    return segment?.mention !== undefined || segment?.emoji !== undefined ? this.offsets[index]! : offset;
  }

  /** The segment that holds an offset. */
  private indexAt(offset: number): number {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.offsets[middle + 1]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function cutSegment(segment: Segment, from: number, to: number): Segment {
  if (from <= 0 && to >= segment.text.length) return segment;
  const { mention: _, emoji: __, ...rest } = segment;
  return { ...rest, text: segment.text.slice(Math.max(0, from), to) };
}
