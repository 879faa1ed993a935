import type { Block } from '../../line.ts';
import type { Place } from './spacing.ts';

/** Follows the lists of a document as they are written: where each line stands, and how far it is indented. */
export class ListPlaces {
  private open: { readonly ordered: boolean; readonly width: number }[] = [];
  private quote = 0;
  private id = 0;

  /** The place of a line that is not blank, and what is written before it. */
  place({ list }: Block, quote: number): { readonly indent: string; readonly place: Place } {
    if (quote !== this.quote || list === undefined) this.open = [];
    this.quote = quote;
    if (list === undefined) return { indent: '', place: { quote, list: 0, start: undefined } };
    if (this.open.length === 0) this.id += 1;
    const ordered = list.index !== undefined;
    const goesOn = this.open[list.depth]?.ordered === ordered;
    const sign = ordered ? `${list.index}. ` : '- ';
    this.open.length = Math.min(this.open.length, list.depth);
    const indent = ' '.repeat(this.open.reduce((sum, { width }) => sum + width, 0));
    this.open.push({ ordered, width: sign.length });
    return { indent: indent + sign, place: { quote, list: this.id, start: goesOn ? undefined : list.index } };
  }
}
