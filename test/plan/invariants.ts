import { expect } from 'vitest';
import type { FileAttachment } from '../../src/model/attachment.ts';
import type { Capabilities } from '../../src/model/capabilities.ts';
import type { Attachment, Message } from '../../src/model/message.ts';
import type { MessagePlan } from '../../src/plan/index.ts';
import { measure } from '../../src/text/measure.ts';
import type { RichText } from '../../src/text/rich-text.ts';
import type { Mark } from '../../src/text/segment.ts';

/** Expects parts that a network takes: length as rendered, lines, number, files, marks, and none of them empty. */
export function expectFit(
  { parts }: MessagePlan,
  capabilities: Capabilities,
  render: (text: RichText) => string = String,
): void {
  const { maxLength = Number.POSITIVE_INFINITY, maxLines = Number.POSITIVE_INFINITY } = capabilities.text;
  const { maxParts = Number.POSITIVE_INFINITY, unit, marks } = capabilities.text;
  const {
    maxCount = Number.POSITIVE_INFINITY,
    withText,
    types = ['file'],
  } = capabilities.attachments ?? {
    maxCount: 0,
    withText: false,
  };
  expect(parts.length).toBeLessThanOrEqual(maxParts);
  for (const { text, attachments, card, user } of parts) {
    expect(user).toBeUndefined();
    const kinds = new Set(attachments?.map(({ type }) => type));
    expect([...kinds].filter((type) => !types.some((taken) => taken === type))).toEqual([]);
    if (kinds.has('file')) expect(attachments?.length).toBeLessThanOrEqual(maxCount);
    else expect(attachments?.length ?? 0).toBeLessThanOrEqual(1);
    if (kinds.size > 0 && !(withText && kinds.has('file'))) expect(text).toBeUndefined();
    if (text === undefined) {
      expect(attachments ?? card).toBeDefined();
      continue;
    }
    expect(String(text).trim()).not.toBe('');
    expect(measure(render(text), unit)).toBeLessThanOrEqual(maxLength);
    expect(String(text).split('\n').length).toBeLessThanOrEqual(maxLines);
    const used = text.segments.flatMap(({ text: _characters, ...others }) => Object.keys(others));
    expect(used.filter((mark) => !marks.includes(mark as Mark))).toEqual([]);
  }
}

/** Expects everything that a message holds in the parts, or in what is said to be lost. */
export function expectLossesTold(
  { parts, degraded, as }: MessagePlan,
  message: Message,
  capabilities: Capabilities,
): void {
  const lost = (what: string): number => degraded.filter((loss) => loss.what === what).length;
  const native = parts.flatMap(({ attachments = [] }) => attachments);
  const whole = (type: string): number => native.filter((attachment) => attachment.type === type).length;
  expect(whole('file') + lost('attachment')).toBe(shownFiles(message).length);
  for (const type of ['location', 'poll', 'forward']) {
    const shown = shownAttachments(message).filter((attachment) => attachment.type === type);
    expect(whole(type) + lost(type)).toBe(shown.length);
  }
  if (message.card !== undefined) expect(parts.some(({ card }) => card !== undefined) || lost('card') > 0).toBe(true);
  if (message.replyTo !== undefined) expect(parts[0].replyTo !== undefined || lost('reply') > 0).toBe(true);
  if (message.user !== undefined) expect(as !== undefined || lost('author') > 0).toBe(true);
  for (const mark of marksOf(message)) {
    expect(capabilities.text.marks.includes(mark) || lost(mark) > 0, mark).toBe(true);
  }
}

/** What hangs on a message, and on what was forwarded with it as deep as that is followed. */
function shownAttachments(message: Message, depth: number = 0): Attachment[] {
  return (message.attachments ?? []).flatMap((attachment) => {
    if (attachment.type !== 'forward' || depth >= 3) return [attachment];
    return [attachment, ...shownAttachments(attachment.message, depth + 1)];
  });
}

function shownFiles(message: Message): FileAttachment[] {
  return shownAttachments(message).filter((attachment) => attachment.type === 'file');
}

/** The marks that a network has to have; an address that is its own text needs none, and mentions depend on where they go. */
function marksOf({ text }: Message): Mark[] {
  const marked = (text?.segments ?? []).filter(
    (segment) => segment.text.trim() !== '' && segment.mention === undefined,
  );
  return marked.flatMap(({ text: characters, emoji: _emoji, link, ...marks }) => {
    const linked: Mark[] = link === undefined || link === characters ? [] : ['link'];
    return [...linked, ...(Object.keys(marks) as Mark[])];
  });
}
