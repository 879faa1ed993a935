import { readdirSync, readFileSync } from 'node:fs';
import type { FileAttachment } from '../../src/model/attachment.ts';
import type { Card } from '../../src/model/card.ts';
import type { Attachment, Message } from '../../src/model/message.ts';
import type { MessagePlan, PlanContext } from '../../src/plan/index.ts';
import { RichText } from '../../src/text/rich-text.ts';
import type { Segment } from '../../src/text/segment.ts';
import type { ProfileName } from './profiles.ts';

const folder = new URL('../content/', import.meta.url);

/** One physical message, as a case writes it down. */
export interface ShownPart {
  readonly text?: string;
  /** The marked pieces: `bold: word`. */
  readonly marks?: readonly string[];
  readonly files?: readonly string[];
  readonly card?: string;
  readonly reply?: string;
  readonly action?: true;
}

/** What a message looks like on one network. */
export interface Shown {
  readonly parts: readonly ShownPart[];
  readonly as?: string;
  /** `what: how`, with `#part` where it is known. */
  readonly degraded: readonly string[];
}

/** A message of test/content, with what it should look like on each of the profiles. */
export interface ContentCase {
  readonly name: string;
  readonly about: string;
  readonly message: Message;
  readonly context: PlanContext;
  readonly expect: Readonly<Record<ProfileName, Shown>>;
}

/** All cases of test/content. */
export function contentCases(): ContentCase[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => readCase(name.slice(0, -'.json'.length)));
}

function readCase(name: string): ContentCase {
  const { about, message, context = {}, expect } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  const revived = reviveMessage(message);
  const links = new Map<FileAttachment, string>();
  for (const attachment of revived.attachments ?? []) {
    if (attachment.type !== 'file') continue;
    const link = context.links?.[attachment.name ?? ''];
    if (link !== undefined) links.set(attachment, link);
  }
  return { name, about, message: revived, context: { ...context, links }, expect };
}

interface StoredMessage extends Omit<Message, 'text' | 'attachments' | 'card' | 'quoted'> {
  readonly text?: string | readonly (string | Segment)[];
  readonly quoted?: StoredMessage;
  readonly card?: Omit<Card, 'body'> & { readonly body?: string | readonly (string | Segment)[] };
  readonly attachments?: readonly (Attachment & { readonly open?: true; readonly message?: StoredMessage })[];
}

/** A message from its JSON: `"open": true` is a file that can be opened. */
function reviveMessage({ text, card, quoted, attachments, ...rest }: StoredMessage): Message {
  return {
    ...rest,
    ...(text === undefined ? {} : { text: new RichText(text) }),
    ...(quoted === undefined ? {} : { quoted: reviveMessage(quoted) }),
    ...(card === undefined ? {} : { card: reviveCard(card) }),
    ...(attachments === undefined ? {} : { attachments: attachments.map(reviveAttachment) }),
  };
}

function reviveCard({ body, ...rest }: NonNullable<StoredMessage['card']>): Card {
  return body === undefined ? rest : { ...rest, body: new RichText(body) };
}

function reviveAttachment(attachment: NonNullable<StoredMessage['attachments']>[number]): Attachment {
  if (attachment.type === 'forward')
    return { type: 'forward', message: reviveMessage(attachment.message as StoredMessage) };
  if (attachment.open === undefined) return attachment as Attachment;
  return { ...attachment, open: () => Promise.resolve(new Blob(['content']).stream()) } as Attachment;
}

/** A plan as a case writes it down. */
export function show({ parts, as, degraded }: MessagePlan): Shown {
  return {
    parts: parts.map(showPart),
    ...(as === undefined ? {} : { as: as.avatar === undefined ? String(as.nick) : `${as.nick} ${as.avatar}` }),
    degraded: degraded.map(({ what, how, part }) => `${what}: ${how}${part === undefined ? '' : ` #${part}`}`),
  };
}

function showPart({ text, attachments, card, replyTo, action }: Message): ShownPart {
  const marks = text?.segments.flatMap(showMarks) ?? [];
  return {
    ...(text === undefined ? {} : { text: String(text) }),
    ...(marks.length === 0 ? {} : { marks }),
    ...(attachments === undefined ? {} : { files: attachments.map(showFile) }),
    ...(card === undefined ? {} : { card: JSON.stringify(card) }),
    ...(replyTo === undefined ? {} : { reply: replyTo.id }),
    ...(action ? { action } : {}),
  };
}

function showMarks({ text, ...marks }: Segment): string[] {
  return Object.entries(marks).map(
    ([mark, value]) => `${mark}${value === true ? '' : ` ${JSON.stringify(value)}`}: ${text}`,
  );
}

function showFile(attachment: Attachment): string {
  if (attachment.type !== 'file') return attachment.type;
  return [attachment.name ?? attachment.kind, attachment.url, attachment.open && '(stream)'].filter(Boolean).join(' ');
}
