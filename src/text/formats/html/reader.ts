import type { Block, Line } from '../../line.ts';
import type { Segment } from '../../segment.ts';
import type { HtmlContext } from './context.ts';
import { blockElements, hiddenElements, inlineMarks, voidElements } from './elements.ts';
import { LineBuilder } from './line-builder.ts';
import { readMention } from './mention.ts';

type Attributes = ReadonlyMap<string, string>;
type Inline = Omit<Segment, 'text'>;

/** An open element, and what was before it. */
interface Open {
  readonly name: string;
  readonly inline: Inline;
  readonly block: Block;
  /** The number of the next item of an `ol`. */
  index?: number;
}

/** Deeper elements are not matched: what is in them counts to the one around them. Matrix asks for at most 100. */
const MAX_DEPTH = 100;
/** White space with a line feed in it, which browsers show as one space. */
const FEED = /[ \t\n]*\n[ \t\n]*/g;
const LANGUAGE = /(?:^|\s)language-(\S+)/;

/** Makes lines of the tags and characters of HTML. */
export class HtmlReader {
  private readonly context: HtmlContext;
  private readonly feeds: boolean;
  private readonly builder = new LineBuilder();
  private readonly stack: Open[] = [];
  private inline: Inline = {};
  /** How many open elements are not shown. */
  private hidden = 0;
  private buffer = '';

  constructor(context: HtmlContext) {
    this.context = context;
    this.feeds = context.dialect === 'telegram';
  }

  characters(text: string): void {
    this.buffer += text;
  }

  open(name: string, attributes: Attributes, selfClosing: boolean): void {
    this.flush();
    if (hiddenElements.has(name)) {
      if (!voidElements.has(name) && !selfClosing && this.push(name)) this.hidden += 1;
      return;
    }
    if (this.hidden > 0) return;
    if (voidElements.has(name)) this.single(name, attributes);
    else {
      this.closeImplied(name);
      if (blockElements.has(name)) this.boundary(name);
      if (this.push(name)) this.enter(name, attributes);
    }
  }

  close(name: string): void {
    this.flush();
    const index = this.stack.findLastIndex((open) => open.name === name);
    if (index < 0) {
      if (name === 'br' && this.hidden === 0) this.builder.breakLine();
      return;
    }
    while (this.stack.length > index) this.pop();
  }

  end(): readonly Line[] {
    this.flush();
    return this.builder.end(this.feeds);
  }

  private push(name: string): boolean {
    if (this.stack.length >= MAX_DEPTH) return false;
    this.stack.push({ name, inline: this.inline, block: this.builder.block });
    return true;
  }

  private pop(): void {
    const { name, inline, block } = this.stack.pop()!;
    if (hiddenElements.has(name)) this.hidden -= 1;
    else if (blockElements.has(name)) this.boundary(name);
    if (name === 'li') this.builder.item = undefined;
    this.inline = inline;
    this.builder.block = block;
  }

  /** Ends the line before or behind a block. */
  private boundary(name: string): void {
    if (this.feeds) return;
    if (name === 'p') this.builder.paragraph();
    else this.builder.boundary();
  }

  /** A paragraph, an item and a link end where another begins. */
  private closeImplied(name: string): void {
    if (name === 'a') {
      if (this.stack.some((open) => open.name === 'a')) this.close('a');
      return;
    }
    if (!blockElements.has(name)) return;
    const outside = this.stack.findLastIndex((open) =>
      ['blockquote', 'li', 'ul', 'ol', 'td', 'div'].includes(open.name),
    );
    const paragraph = this.stack.findLastIndex((open) => open.name === 'p');
    if (paragraph > outside) this.close('p');
    if (name === 'li' && this.stack[outside]?.name === 'li') this.close('li');
  }

  private single(name: string, attributes: Attributes): void {
    if (name === 'br') this.builder.breakLine();
    else if (name === 'hr') {
      this.builder.boundary();
      this.builder.text({ text: '———' });
      this.builder.boundary();
    } else if (name === 'img') this.image(attributes);
  }

  private image(attributes: Attributes): void {
    const text = attributes.get('alt') || attributes.get('title') || '';
    const url = attributes.get('src');
    if (!attributes.has('data-mx-emoticon') || !url?.startsWith('mxc://')) this.text(text);
    else this.text(text || ':emoji:', { emoji: { name: text.replace(/^:|:$/g, '') || 'emoji', url } });
  }

  private enter(name: string, attributes: Attributes): void {
    const mark = inlineMarks.get(name);
    const { builder } = this;
    if (mark === 'code' && builder.block.pre !== undefined) this.language(attributes);
    else if (mark !== undefined) this.inline = { ...this.inline, [mark]: true };
    else if (name === 'a') this.link(attributes.get('href') ?? '');
    else if (name === 'span') this.span(attributes);
    else if (name === 'blockquote') builder.block = { ...builder.block, quote: true };
    else if (name === 'pre') {
      builder.block = { ...builder.block, pre: {} };
      this.language(attributes);
    } else if (/^h[1-6]$/.test(name)) builder.block = { ...builder.block, heading: Number(name[1]) as 1 };
    else if (name === 'ol') this.stack.at(-1)!.index = Number.parseInt(attributes.get('start') ?? '1', 10);
    else if (name === 'li') this.item(attributes);
    else if ((name === 'td' || name === 'th') && builder.isOpen) this.text(' | ');
  }

  private language(attributes: Attributes): void {
    const language = LANGUAGE.exec(attributes.get('class') ?? '')?.[1];
    if (language !== undefined) this.builder.block = { ...this.builder.block, pre: { language } };
  }

  private link(address: string): void {
    const mention = readMention(address, this.context);
    // A copy: the text of one link is one mention, that of the next another.
    const own = typeof mention === 'object' ? { ...mention } : mention;
    this.inline = own === undefined ? { ...this.inline, link: address } : { ...this.inline, mention: own };
  }

  private span(attributes: Attributes): void {
    const all = attributes.get('data-mention');
    if (attributes.has('data-mx-spoiler') || attributes.get('class') === 'tg-spoiler') {
      this.inline = { ...this.inline, spoiler: true };
    } else if (all === 'everyone' || all === 'here') this.inline = { ...this.inline, mention: all };
  }

  private item(attributes: Attributes): void {
    const lists = this.stack.filter(({ name }) => name === 'ul' || name === 'ol');
    const list = lists.at(-1);
    const depth = Math.max(0, lists.length - 1);
    if (list?.index === undefined) {
      this.builder.item = { depth };
      return;
    }
    const value = Number.parseInt(attributes.get('value') ?? '', 10);
    const index = Number.isNaN(value) ? list.index || 0 : value;
    list.index = index + 1;
    this.builder.item = { depth, index };
  }

  private flush(): void {
    const text = this.buffer;
    this.buffer = '';
    if (text === '' || this.hidden > 0) return;
    if (this.feeds || this.builder.block.pre !== undefined) {
      text.split('\n').forEach((line, index) => {
        if (index > 0) this.builder.breakLine();
        this.text(line);
      });
      return;
    }
    if (!text.includes('\n')) {
      this.text(text);
      return;
    }
    const parts = text.split(FEED);
    parts.forEach((part, index) => {
      if (index > 0 && this.builder.isOpen) this.builder.softSpace();
      this.text(part);
    });
  }

  private text(text: string, atom: Pick<Segment, 'emoji'> = {}): void {
    this.builder.text({ ...this.inline, ...atom, text });
  }
}
