import type { FileAttachment } from '../model/attachment.ts';
import type { Capabilities } from '../model/capabilities.ts';
import type { Attachment, Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import { defuse } from '../text/defuse.ts';
import { reduce } from '../text/reduce.ts';
import { RichText } from '../text/rich-text.ts';
import type { Mark, Segment } from '../text/segment.ts';
import { beginsWithBlock } from './author.ts';
import { nativeFiles, nativeThings } from './files.ts';
import { type Locality, localText } from './local-text.ts';
import type { PlanContext } from './message-plan.ts';

/** The text of a message as it is put together for one network, line by line, with what is lost on the way. */
export class Composition {
  readonly capabilities: Capabilities;
  readonly context: PlanContext;
  /** The files that go natively. */
  readonly native: ReadonlySet<FileAttachment>;
  /** The places and polls that do. */
  readonly things: ReadonlySet<Attachment>;
  readonly degraded: Degradation[] = [];
  readonly #marks: ReadonlySet<Mark>;
  readonly #segments: Segment[] = [];
  readonly #locality: Locality;
  #prefix: string = '';

  constructor(message: Message, capabilities: Capabilities, context: PlanContext) {
    this.capabilities = capabilities;
    this.context = context;
    this.native = new Set(nativeFiles(message, capabilities));
    this.things = new Set(nativeThings(message, capabilities));
    this.#marks = new Set(capabilities.text.marks);
    const network = context.channel?.network ?? context.self?.network;
    const ownEmoji = message.user === undefined || message.user.network === network;
    this.#locality = { network, ownEmoji, guardNames: context.guardNames };
  }

  has(mark: Mark): boolean {
    return this.#marks.has(mark);
  }

  /** Whether a message of this network is so small that only the gist fits. */
  get terse(): boolean {
    const { maxLength = Number.POSITIVE_INFINITY, maxLines } = this.capabilities.text;
    return maxLines === 1 || maxLength < 200;
  }

  lose(what: string, how: string): void {
    this.degraded.push({ what, how });
  }

  /** Says in words what cannot be shown. */
  note(words: string, what: string): void {
    this.lose(what, 'text');
    this.line([{ text: words }]);
  }

  /** Puts this in front of the next line. */
  prefix(text: string): void {
    this.#prefix = text;
  }

  /** Begins a new line with these segments. */
  line(segments: readonly Segment[]): void {
    if (segments.length === 0) return;
    if (this.#segments.length > 0) this.#segments.push({ text: '\n' });
    if (this.#prefix !== '') {
      // A code block, a quote, a heading or a list must begin its line to be one.
      const apart = beginsWithBlock(segments) && this.capabilities.text.maxLines !== 1;
      this.#segments.push({ text: apart ? `${this.#prefix.trimEnd()}\n` : this.#prefix });
      this.#prefix = '';
    }
    // One by one: a spread of as many segments as a stranger can write would overflow the stack.
    for (const segment of segments) this.#segments.push(segment);
  }

  /** Adds lines that belong together; where a message is a line, they share it. */
  block(lines: readonly (readonly Segment[])[]): void {
    if (this.capabilities.text.maxLines !== 1) {
      for (const line of lines) this.line(line);
      return;
    }
    this.line(lines.flatMap((line, index) => (index === 0 ? line : [{ text: ' · ' }, ...line])));
  }

  /** The whole text; nothing in it pings everyone unless the route allows it. */
  finish(): RichText {
    const named = this.#prefix.trimEnd();
    if (named !== '') this.#segments.push({ text: this.#segments.length > 0 ? `\n${named}` : named });
    const text = new RichText(this.#segments);
    if (this.context.pings) return text;
    const safe = defuse(text);
    const called = text.segments.some(({ mention }) => typeof mention === 'string');
    if (called || String(safe) !== String(text)) this.lose('ping', 'disarmed');
    return safe;
  }

  /** Somebody's text as this network can show it; each mark it lacks is told once. */
  local(text: RichText): readonly Segment[] {
    const { text: local, lost } = localText(text, this.#locality);
    const reduced = reduce(local, this.capabilities.text.marks);
    for (const what of new Set([...lost, ...reduced.lost])) {
      if (!this.degraded.some((loss) => loss.what === what && loss.how === 'text')) this.lose(what, 'text');
    }
    return reduced.text.segments;
  }

  /** Our own words, with a mark where the network has it. */
  marked(text: string, mark: 'bold' | 'italic'): Segment {
    return this.has(mark) ? { text, [mark]: true } : { text };
  }
}
