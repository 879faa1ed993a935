import { decodeString } from 'micromark-util-decode-string';
import type { Event } from 'micromark-util-types';
import type { Segment } from '../../segment.ts';

type Toggle = 'bold' | 'italic' | 'strike';

const TOGGLES: Readonly<Record<string, Toggle>> = { strong: 'bold', emphasis: 'italic', strikethrough: 'strike' };
/** Tokens that are their own characters. */
const CHARACTERS: ReadonlySet<string> = new Set([
  'characterEscapeValue',
  'autolinkProtocol',
  'autolinkEmail',
  'literalAutolinkHttp',
  'literalAutolinkWww',
  'literalAutolinkEmail',
]);

/** Makes runs of the events within paragraphs and headings. */
export class InlineReader {
  private readonly source: string;
  private all: Segment[] = [];
  private readonly depths = { bold: 0, italic: 0, strike: 0 };
  /** Where the runs of the open links begin. */
  private readonly links: number[] = [];
  private address = '';
  private code = false;
  /** Within the address or title of a link, whose characters are not shown. */
  private resource = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** The runs so far; begins anew. */
  take(): Segment[] {
    const runs = this.all;
    this.all = [];
    return runs;
  }

  event([kind, token]: Event): void {
    const { type } = token;
    const toggle = TOGGLES[type];
    if (toggle !== undefined) this.depths[toggle] += kind === 'enter' ? 1 : -1;
    else if (type === 'resource') this.resource += kind === 'enter' ? 1 : -1;
    else if (type === 'link' || type === 'image') this.link(kind === 'enter');
    else if (type === 'codeText') this.code = kind === 'enter';
    else if (kind === 'exit') this.characters(type, this.source.slice(token.start.offset, token.end.offset));
  }

  private characters(type: string, text: string): void {
    if (type === 'resourceDestinationString') this.address = decodeString(text);
    if (this.resource > 0) return;
    if (type === 'data' || type === 'codeTextData' || CHARACTERS.has(type)) this.push(text);
    else if (type === 'lineEnding') this.push(this.code ? ' ' : '\n');
    else if (type === 'characterReference') this.push(decodeString(text));
  }

  private link(begins: boolean): void {
    if (begins) {
      this.links.push(this.all.length);
      this.address = '';
      return;
    }
    const start = this.links.pop() ?? this.all.length;
    const { address } = this;
    if (start === this.all.length) this.push(address);
    else this.all = this.all.map((run, index) => (index < start ? run : { ...run, link: address }));
  }

  private push(text: string): void {
    const { bold, italic, strike } = this.depths;
    this.all.push({
      text,
      ...(bold > 0 && { bold: true }),
      ...(italic > 0 && { italic: true }),
      ...(strike > 0 && { strike: true }),
      ...(this.code && { code: true }),
    });
  }
}
