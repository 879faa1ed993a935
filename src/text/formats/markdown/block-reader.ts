import { decodeString } from 'micromark-util-decode-string';
import type { Event, Token } from 'micromark-util-types';
import type { Block, Line } from '../../line.ts';
import { runLines } from '../../run-lines.ts';
import { InlineReader } from './inline-reader.ts';
import { blankBetween, type Place } from './spacing.ts';

interface OpenList {
  readonly ordered: boolean;
  readonly id: number;
  index: number | undefined;
}

const LEAVES: ReadonlySet<string> = new Set([
  'paragraph',
  'atxHeading',
  'setextHeading',
  'codeFenced',
  'codeIndented',
  'thematicBreak',
]);

/** Tokens whose characters are shown. */
const TEXTS: ReadonlySet<string> = new Set(['paragraph', 'atxHeadingText', 'setextHeadingText']);

/** Makes lines of the events of a document: as many as its source has, but for those that are nothing but markup. */
export class BlockReader {
  private readonly source: string;
  private readonly inline: InlineReader;
  private readonly lines: Line[] = [];
  private readonly lists: OpenList[] = [];
  private readonly quotes: number[] = [];
  private ids = 0;
  /** Whether the next line begins an item. */
  private item = false;
  private newList = false;
  private last: Place | undefined;
  private lastLine = 0;
  private level = 1;
  private language = '';
  private code: string[] = [];
  private leaf: Token | undefined;
  private inText = false;

  constructor(source: string) {
    this.source = source;
    this.inline = new InlineReader(source);
  }

  read(events: readonly Event[], lineCount: number): Line[] {
    for (const event of events) {
      if (event[0] === 'enter') this.enter(event[1]);
      else this.exit(event[1]);
      if (TEXTS.has(event[1].type)) this.inText = event[0] === 'enter';
      else if (this.inText) this.inline.event(event);
    }
    if (this.last === undefined) this.lastLine = 1;
    this.blanks(lineCount - this.lastLine + (this.last === undefined ? 1 : 0), false);
    return this.lines;
  }

  private enter(token: Token): void {
    const { type } = token;
    if (type === 'blockQuote') {
      this.ids += 1;
      this.quotes.push(this.ids);
    } else if (type === 'listOrdered' || type === 'listUnordered') {
      this.ids += 1;
      this.lists.push({ ordered: type === 'listOrdered', id: this.ids, index: undefined });
      this.newList = true;
    } else if (type === 'listItemPrefix') this.item = true;
    else if (LEAVES.has(type)) {
      this.leaf = token;
      this.code = [];
      this.language = '';
      this.inline.take();
    }
  }

  private exit(token: Token): void {
    const { type } = token;
    if (type === 'blockQuote') this.quotes.pop();
    else if (type === 'listOrdered' || type === 'listUnordered') {
      this.lists.pop();
      // An item without text is no line.
      this.item = false;
    } else if (type === 'listItemValue') this.number(Number(this.slice(token)));
    else if (type === 'atxHeadingSequence' && token.start.line === this.leaf?.start.line) this.heading(token);
    else if (type === 'setextHeadingLineSequence') this.level = this.slice(token).startsWith('=') ? 1 : 2;
    else if (type === 'codeFencedFenceInfo') this.language = decodeString(this.slice(token));
    else if (type === 'codeFlowValue') this.code[token.start.line] = this.slice(token);
    else if (token === this.leaf) this.end(token);
  }

  private slice({ start, end }: Token): string {
    return this.source.slice(start.offset, end.offset);
  }

  private number(value: number): void {
    const list = this.lists.at(-1)!;
    // Only the first number of a list counts; the others go on from it.
    list.index ??= value;
  }

  /** The sequence before the text, not the one that may close it. */
  private heading(token: Token): void {
    if (token.start.offset === this.leaf?.start.offset) this.level = token.end.offset - token.start.offset;
  }

  private end(token: Token): void {
    this.leaf = undefined;
    const list = this.lists.at(-1);
    const place: Place = {
      quote: this.quotes[0] ?? 0,
      list: this.lists[0]?.id ?? 0,
      // A list whose first number is not 1 cannot follow a line without a blank one between.
      start: this.newList && this.item && list?.ordered ? list.index : undefined,
    };
    const lead = this.last === undefined ? token.start.line - 1 : token.start.line - this.lastLine - 1;
    const between = this.last === undefined ? 0 : blankBetween(this.last, place);
    this.blanks(
      Math.max(0, lead - between),
      this.last !== undefined && this.last.quote === place.quote && place.quote > 0,
    );
    const block: Block = {
      ...(place.quote > 0 && { quote: true }),
      ...(this.item && { list: this.itemMark() }),
    };
    this.leafLines(token, block);
    this.item = false;
    this.newList = false;
    this.last = place;
    this.lastLine = token.end.line;
  }

  private itemMark(): NonNullable<Block['list']> {
    const list = this.lists.at(-1)!;
    const depth = this.lists.length - 1;
    if (!list.ordered) return { depth };
    const index = list.index ?? 1;
    list.index = index + 1;
    return { depth, index };
  }

  private blanks(count: number, quote: boolean): void {
    for (let index = 0; index < count; index += 1) this.lines.push({ block: quote ? { quote } : {}, runs: [] });
  }

  private leafLines(token: Token, block: Block): void {
    const { list: _, ...rest } = block;
    if (token.type === 'codeFenced' || token.type === 'codeIndented') {
      this.codeLines(token, rest);
      return;
    }
    const heading = token.type === 'paragraph' || token.type === 'thematicBreak' ? {} : { heading: this.level as 1 };
    const runs = token.type === 'thematicBreak' ? [{ text: this.slice(token) }] : this.inline.take();
    runLines(runs).forEach((line, index) => {
      this.lines.push({ block: { ...(index === 0 ? block : rest), ...heading }, runs: line });
    });
  }

  private codeLines({ type, start, end }: Token, block: Block): void {
    const fenced = type === 'codeFenced';
    const closed = fenced && this.code[end.line] === undefined && end.line > start.line;
    const first = fenced ? start.line + 1 : start.line;
    const last = closed ? end.line - 1 : end.line;
    const pre = /\S/.test(this.language) ? { language: this.language } : {};
    for (let line = first; line <= last; line += 1) {
      const text = this.code[line] ?? '';
      this.lines.push({ block: { ...block, pre }, runs: text === '' ? [] : [{ text }] });
    }
  }
}
