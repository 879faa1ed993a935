import type { Segment } from '../../segment.ts';

type Toggle = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';

/** One piece of the source: characters, and what begins or ends behind them. */
interface Piece {
  text: string;
  run?: Segment;
  flips: Toggle[];
  /** The address of the link that begins here; an empty one ends it. */
  link?: string;
}

/** A sign that may begin a mark, until its end is found. */
interface Open {
  readonly piece: Piece;
  readonly sign: string;
  readonly index: number;
}

const SPACE = /\s/;
const WORD = /\w/;

/**
 * Pairs signs: each mark is on from a sign to the next one of its kind; a sign without another is its characters. Marks
 * may overlap, so nothing is ever read twice.
 */
export class SignStack {
  private readonly source: string;
  private readonly pieces: Piece[] = [];
  private readonly open = new Map<Toggle, Open>();
  private readonly brackets: Piece[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /** The signs that wait for their end. */
  openSigns(): string[] {
    return Array.from(this.open.values(), ({ sign }) => sign);
  }

  text(text: string): void {
    if (text !== '') this.pieces.push({ text, flips: [] });
  }

  run(run: Segment): void {
    this.pieces.push({ text: '', run, flips: [] });
  }

  openLink(): void {
    const piece: Piece = { text: '[', flips: [] };
    this.pieces.push(piece);
    this.brackets.push(piece);
  }

  closeBracket(): void {
    this.brackets.pop();
  }

  /** Ends the link that the last bracket began. */
  closeLink(link: string): boolean {
    const piece = this.brackets.pop();
    if (piece === undefined) return false;
    piece.text = '';
    piece.link = link;
    this.pieces.push({ text: '', flips: [], link: '' });
    // No link within a link: brackets further out are characters.
    this.brackets.length = 0;
    return true;
  }

  /** Takes a run of equal signs that begins at an index of the source. */
  sign(signs: string, index: number): void {
    const before = index === 0 ? ' ' : this.source[index - 1]!;
    const after = this.source[index + signs.length] ?? ' ';
    if (signs === '~~') this.toggle('strike', signs, index);
    else if (signs === '||') this.toggle('spoiler', signs, index);
    else if (signs.length > 3) this.text(signs);
    else if (signs[0] === '*') this.stars(signs, index, !SPACE.test(before), !SPACE.test(after));
    else this.underscores(signs, index, !WORD.test(before), !WORD.test(after));
  }

  /** The runs with their marks. */
  runs(): Segment[] {
    const runs: Segment[] = [];
    const on = new Set<Toggle>();
    let link = '';
    for (const piece of this.pieces) {
      if (piece.text !== '' || piece.run !== undefined) runs.push(marked(piece.run ?? { text: piece.text }, on, link));
      for (const mark of piece.flips) if (!on.delete(mark)) on.add(mark);
      if (piece.link !== undefined) link = piece.link;
    }
    return runs;
  }

  /** `*` stands at a character that is no white space; `**` anywhere. */
  private stars(signs: string, index: number, afterText: boolean, beforeText: boolean): void {
    const italic = this.open.get('italic')?.sign === '*';
    const bold = this.open.has('bold');
    if (signs.length === 1) {
      if (italic ? afterText : beforeText) this.toggle('italic', '*', index);
      else this.text('*');
    } else if (signs.length === 2) this.toggle('bold', '**', index);
    else if (italic && bold) this.both(['bold', 'italic'], index, '*');
    else if (italic) this.both(['italic', 'bold'], index, '*');
    else if (bold) this.both(['bold', 'italic'], index, '*');
    else this.both(['italic', 'bold'], index, '*');
  }

  private both(marks: readonly Toggle[], index: number, sign: '*' | '_'): void {
    let at = index;
    for (const mark of marks) {
      const signs = mark === 'italic' ? sign : sign + sign;
      this.toggle(mark, signs, at);
      at += signs.length;
    }
  }

  /** `_` stands at the edge of a word; `__` anywhere. */
  private underscores(signs: string, index: number, beginsWord: boolean, endsWord: boolean): void {
    const italic = this.open.get('italic')?.sign === '_';
    if (signs.length === 2) this.toggle('underline', '__', index);
    else if (!(italic ? endsWord : beginsWord)) this.text(signs);
    else if (signs.length === 1) this.toggle('italic', '_', index);
    else this.both(italic ? ['underline', 'italic'] : ['italic', 'underline'], index, '_');
  }

  private toggle(mark: Toggle, sign: string, index: number): void {
    const open = this.open.get(mark);
    const piece: Piece = { text: sign, flips: [] };
    this.pieces.push(piece);
    if (open === undefined) {
      this.open.set(mark, { piece, sign, index });
      return;
    }
    // `****` and `_*` are characters: there must be something between, and both ends alike.
    if (open.sign !== sign || open.index + sign.length === index) return;
    open.piece.text = '';
    open.piece.flips.push(mark);
    piece.text = '';
    piece.flips.push(mark);
    this.open.delete(mark);
  }
}

function marked(run: Segment, on: ReadonlySet<Toggle>, link: string): Segment {
  if (on.size === 0 && link === '') return run;
  const all: Partial<Record<Toggle, true>> = {};
  for (const mark of on) all[mark] = true;
  return link === '' ? { ...run, ...all } : { ...run, ...all, link };
}
