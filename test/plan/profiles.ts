import type { Capabilities } from '../../src/model/capabilities.ts';
import type { RichText } from '../../src/text/rich-text.ts';
import type { Mark } from '../../src/text/segment.ts';

const every: readonly Mark[] = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'pre',
  'spoiler',
  'quote',
  'heading',
  'list',
  'link',
  'mention',
  'emoji',
];

/** Networks as they are found in the wild, by what they can do. */
export const profiles = {
  /** Like Discord: nearly everything, authors too. */
  full: {
    text: { maxLength: 2000, unit: 'utf16', marks: every },
    attachments: { maxBytes: 10_000_000, maxCount: 10, withText: true },
    reply: true,
    thread: true,
    card: true,
    impersonate: true,
    edit: true,
    delete: true,
    reaction: true,
    echo: 'network',
    idempotency: 'echo',
  },
  /** Like IRC: a message is a short line. */
  irc: {
    text: { maxLength: 400, unit: 'byte', maxLines: 1, marks: ['bold', 'italic', 'underline', 'strike', 'code'] },
    echo: 'none',
    idempotency: 'none',
  },
  /** A terminal: characters and lines, without end. */
  plain: { text: { unit: 'utf16', marks: [] }, echo: 'none', idempotency: 'none' },
  /** Like Matrix: long formatted text, a file a message, no limit to edits. */
  html: {
    text: { maxLength: 32_000, unit: 'byte', marks: every },
    attachments: { maxBytes: 50_000_000, maxCount: 1, withText: false },
    reply: true,
    thread: true,
    edit: true,
    delete: true,
    reaction: true,
    echo: 'network',
    idempotency: 'key',
  },
  /** Like SMS: next to nothing, and three of it at most. */
  sms: { text: { maxLength: 160, unit: 'codepoint', maxParts: 3, marks: [] }, echo: 'none', idempotency: 'none' },
  /** Like Telegram: formatted text, albums, edits for two days. */
  album: {
    text: {
      maxLength: 4096,
      unit: 'utf16',
      marks: ['bold', 'italic', 'underline', 'strike', 'code', 'pre', 'spoiler', 'quote', 'link', 'mention'],
    },
    attachments: { maxBytes: 50_000_000, maxCount: 10, withText: true },
    reply: true,
    edit: { maxAgeMs: 48 * 3600 * 1000 },
    delete: { maxAgeMs: 48 * 3600 * 1000 },
    reaction: true,
    echo: 'none',
    idempotency: 'none',
  },
} as const satisfies Record<string, Capabilities>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

/** A markup that makes text longer, as HTML does. */
export function markup(text: RichText): string {
  return text.segments
    .map((segment) => {
      const characters = segment.text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
      return segment.bold ? `<b>${characters}</b>` : characters;
    })
    .join('');
}
