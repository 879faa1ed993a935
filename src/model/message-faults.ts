import { RichText } from '../text/rich-text.ts';
import type { FileKind } from './attachment.ts';
import type { Attachment, Message } from './message.ts';

/** Something that is not as the model has it. */
export interface Fault {
  /** The path to the value: `attachments[0].type`. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

type Checked = Record<string, unknown>;
type Test = readonly [expected: string, test: (value: unknown) => boolean];
type Fields = Readonly<Record<string, Test>>;
/** Fields as a list, made once: every message that is sent is held against one. */
type Shape = readonly { readonly key: string; readonly expected: string; readonly test: Test[1] }[];

/** How deep quotes and forwards are looked into, which may hold themselves; what is deeper is left out anyway. */
const DEEPEST = 8;

const isRecord = (value: unknown): value is Checked =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

const TEXT: Test = ['a string', (value) => typeof value === 'string'];
const NAME: Test = ['a string that is not empty', isName];
const FLAG: Test = ['a boolean', (value) => typeof value === 'boolean'];
const NUMBER: Test = ['a finite number', Number.isFinite];
const RECORD: Test = ['an object', isRecord];
const LIST: Test = ['a list', Array.isArray];
const RICH: Test = ['a RichText', (value) => value instanceof RichText];

const shape = (fields: Fields): Shape =>
  Object.entries(fields).map(([key, [expected, test]]) => ({ key, expected, test }));

const optional = ([expected, test]: Test): Test => [expected, (value) => value === undefined || test(value)];

/** What a {@link MessageRef} must be, in words and as a test. */
export const REFERENCE: Test = ['a message ref', isMessageRef];

const USER = shape({ id: NAME, nick: optional(TEXT), fullName: optional(TEXT), avatar: optional(TEXT) });
const CONTENT: Fields = {
  text: optional(RICH),
  user: optional(RECORD),
  action: optional(FLAG),
  replyTo: optional(REFERENCE),
  quoted: optional(RECORD),
  attachments: optional(LIST),
  card: optional(RECORD),
  extras: optional(['an object of plain JSON', (value) => isRecord(value) && isSerialisable(value)]),
};
const MESSAGE = shape(CONTENT);
const INPUT = shape({
  ...CONTENT,
  text: optional(['a string or a RichText', (value) => typeof value === 'string' || value instanceof RichText]),
});
const CARD = shape({
  ...Object.fromEntries(
    ['title', 'summary', 'link', 'image', 'thumbnail', 'footer', 'author'].map((key) => [key, optional(TEXT)]),
  ),
  color: optional(['a string or a number', (value) => typeof value === 'string' || Number.isFinite(value)]),
  body: optional(RICH),
  fields: optional(LIST),
});
const CARD_FIELD = shape({ name: TEXT, value: TEXT });

const KINDS: readonly FileKind[] = ['image', 'video', 'audio', 'voice', 'sticker', 'file'];
const ATTACHMENTS: Readonly<Record<Attachment['type'], Shape>> = {
  file: shape({
    kind: [`one of ${KINDS.join(', ')}`, (value) => KINDS.includes(value as FileKind)],
    name: optional(TEXT),
    mime: optional(TEXT),
    url: optional(TEXT),
    alt: optional(TEXT),
    open: optional(['a function', (value) => typeof value === 'function']),
  }),
  location: shape({ latitude: NUMBER, longitude: NUMBER, name: optional(TEXT), address: optional(TEXT) }),
  poll: shape({
    question: TEXT,
    options: ['a list of strings', (value) => Array.isArray(value) && value.every((one) => typeof one === 'string')],
  }),
  forward: shape({ message: RECORD }),
};

/** Everything that is wrong with what was given as a message; at its top, the text may be a string. */
export function messageFaults(value: object): readonly Fault[] {
  const faults: Fault[] = [];
  checkMessage(faults, '', value as Checked, INPUT, 0);
  return faults;
}

function checkMessage(faults: Fault[], path: string, message: Checked, shape: Shape, depth: number): void {
  check(faults, path, message, shape);
  const { user, quoted, attachments, card } = message as Checked & { readonly [K in keyof Message]?: unknown };
  if (isRecord(user)) check(faults, `${path}user.`, user, USER);
  if (isRecord(card)) checkCard(faults, `${path}card.`, card);
  if (depth === DEEPEST) return;
  if (isRecord(quoted)) checkMessage(faults, `${path}quoted.`, quoted, MESSAGE, depth + 1);
  if (!Array.isArray(attachments)) return;
  for (const [index, attachment] of attachments.entries()) {
    checkAttachment(faults, `${path}attachments[${index}]`, attachment, depth);
  }
}

function checkAttachment(faults: Fault[], path: string, attachment: unknown, depth: number): void {
  if (!isRecord(attachment)) {
    faults.push({ field: path, expected: 'an attachment', got: shown(attachment) });
    return;
  }
  const { type, message } = attachment;
  if (typeof type !== 'string' || !Object.hasOwn(ATTACHMENTS, type)) {
    const expected = `one of ${Object.keys(ATTACHMENTS).join(', ')}`;
    faults.push({ field: `${path}.type`, expected, got: shown(type) });
    return;
  }
  check(faults, `${path}.`, attachment, ATTACHMENTS[type as Attachment['type']]);
  if (type === 'forward' && isRecord(message)) {
    checkMessage(faults, `${path}.message.`, message, MESSAGE, depth + 1);
  }
}

function checkCard(faults: Fault[], path: string, card: Checked): void {
  check(faults, path, card, CARD);
  if (!Array.isArray(card.fields)) return;
  for (const [index, field] of card.fields.entries()) {
    if (isRecord(field)) check(faults, `${path}fields[${index}].`, field, CARD_FIELD);
    else faults.push({ field: `${path}fields[${index}]`, expected: 'a field with name and value', got: shown(field) });
  }
}

function check(faults: Fault[], path: string, value: Checked, shape: Shape): void {
  for (const { key, expected, test } of shape) {
    if (!test(value[key])) faults.push({ field: `${path}${key}`, expected, got: shown(value[key]) });
  }
}

function isMessageRef(value: unknown): boolean {
  if (!isRecord(value) || value.kind !== 'message' || !isName(value.id)) return false;
  const { channel } = value;
  return (
    isRecord(channel) && channel.kind === 'channel' && isName(channel.network) && typeof channel.source === 'string'
  );
}

function isSerialisable(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

/** A value in a few characters, for an error. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
  return value === null || typeof value !== 'object' ? String(value).slice(0, 60) : 'an object';
}
