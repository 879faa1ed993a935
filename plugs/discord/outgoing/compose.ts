import { displayName, type Message, RichText, type Segment, type User } from '../../../src/index.ts';
import { maxContent } from '../capabilities.ts';
import type { APIEmbed } from '../client.ts';
import { toEmbed } from './embed.ts';
import type { PreparedFile, PreparedFiles } from './uploads.ts';

/** The content of one physical message. */
export interface Body {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly files: readonly PreparedFile[];
}

/** What a message answers, for those who cannot answer natively. */
export interface Answered {
  readonly author: string;
  readonly text: string;
  readonly link: string;
}

/** What stands above or before the text. */
export interface Heading {
  /** The author, where nothing else shows them. */
  readonly name?: User | undefined;
  readonly answered?: Answered | undefined;
}

type Render = (text: RichText) => string;

/** The longest that is quoted of what is answered, in code points. */
const excerpt = 80;

/**
 * The physical messages of a part: one, where the heading, the text and the lines for files fit; what does not fit comes
 * before or after it.
 */
export function compose(message: Message, files: PreparedFiles, heading: Heading, render: Render): readonly Body[] {
  const text = textOf(message, render);
  const embeds = message.card === undefined ? [] : [toEmbed(message.card, render)];
  const contents = stack([headingText(heading, render), text, ...files.lines]);
  const [load = [], ...loads] = files.loads;
  const bodies: Body[] = contents.map((content) => ({ content, embeds: [], files: [] }));
  const last: Body = { ...(bodies.pop() ?? { content: '' }), embeds, files: load };
  return [...bodies, last, ...loads.map((more): Body => ({ content: '', embeds: [], files: more }))];
}

/** A body without some of its files, which could not be uploaded: their lines stand in the text, or under it. */
export function withoutFiles(body: Body, gone: ReadonlySet<PreparedFile>): readonly Body[] {
  const contents = stack([body.content, ...Array.from(gone, ({ line }) => line)]);
  const bodies: Body[] = contents.map((content) => ({ content, embeds: [], files: [] }));
  const files = body.files.filter((file) => !gone.has(file));
  return [{ ...body, content: contents[0] ?? '', files }, ...bodies.slice(1)];
}

/** The text alone; what somebody does stands slanted. */
function textOf({ text, action }: Message, render: Render): string {
  if (text === undefined) return '';
  return render(action ? new RichText(text.segments.map((segment): Segment => ({ ...segment, italic: true }))) : text);
}

function headingText({ name, answered }: Heading, render: Render): string {
  const segments: Segment[] = [];
  if (answered !== undefined) {
    const line = answered.text.replaceAll(/\s+/g, ' ').trim();
    const points = Array.from(line);
    const short = points.length > excerpt ? `${points.slice(0, excerpt - 1).join('')}…` : line;
    segments.push(
      { text: '↩', quote: true, link: answered.link },
      { text: ' ', quote: true },
      { text: answered.author, quote: true, bold: true },
      { text: `: ${short}`, quote: true },
    );
  }
  if (name !== undefined) {
    if (segments.length > 0) segments.push({ text: '\n' });
    segments.push({ text: displayName(name), bold: true }, { text: ':' });
  }
  return segments.length === 0 ? '' : render(new RichText(segments));
}

/** Puts pieces under one another, in as few contents as they fit into; a name keeps the line of what is said. */
function stack(pieces: readonly string[]): string[] {
  const contents: string[] = [];
  for (const piece of pieces) {
    if (piece === '') continue;
    const above = contents.at(-1);
    const joined = above === undefined ? piece : `${above}${above.endsWith(':') ? ' ' : '\n'}${piece}`;
    if (above !== undefined && Array.from(joined).length <= maxContent) contents[contents.length - 1] = joined;
    else contents.push(piece);
  }
  return contents;
}
