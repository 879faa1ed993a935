import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attachment, FileAttachment } from '../../src/model/attachment.ts';
import type { Capabilities } from '../../src/model/capabilities.ts';
import type { Message } from '../../src/model/message.ts';
import { type MessagePlan, type PlanContext, planMessage } from '../../src/plan/index.ts';
import { cleanText } from '../../src/text/clean.ts';
import { renderMirc } from '../../src/text/formats/mirc.ts';
import { measure } from '../../src/text/measure.ts';
import type { Mark } from '../../src/text/segment.ts';
import { anyCapabilities, anyMessage, SECRET } from './arbitrary-message.ts';
import { markup, profileNames, profiles } from './profiles.ts';

const contexts: readonly PlanContext[] = [
  {},
  { render: markup },
  { render: renderMirc },
  { channel: { kind: 'channel', network: 'target', source: 'room' }, prefix: '{nick} ({network}): ' },
  {
    reply: { kind: 'message', channel: { kind: 'channel', network: 'target', source: 'room' }, id: 'r' },
    guardNames: true,
    prefix: '',
  },
];

/** Plans every message for every profile, and looks at what comes out. */
function forEveryPlan(
  look: (plan: MessagePlan, message: Message, capabilities: Capabilities, context: PlanContext) => void,
): void {
  const network = fc.oneof(
    fc.constantFrom(...profileNames.map((name): Capabilities => profiles[name])),
    anyCapabilities,
  );
  fc.assert(
    fc.property(anyMessage, network, fc.constantFrom(...contexts), (message, capabilities, context) => {
      look(planMessage(message, capabilities, context), message, capabilities, context);
    }),
    { numRuns: 1000 },
  );
}

describe('the plan of any message for any network', () => {
  it('fits the network: length as rendered, lines, parts, files, marks', () => {
    forEveryPlan(({ parts }, _message, capabilities, { render = String }) => {
      const {
        maxLength = Number.POSITIVE_INFINITY,
        maxLines = Number.POSITIVE_INFINITY,
        maxParts,
        unit,
        marks,
      } = capabilities.text;
      if (maxParts !== undefined) expect(parts.length).toBeLessThanOrEqual(maxParts);
      for (const { text, attachments = [], user } of parts) {
        expect(user).toBeUndefined();
        const { maxCount = Number.POSITIVE_INFINITY } = capabilities.attachments ?? { maxCount: 0 };
        expect(attachments.length).toBeLessThanOrEqual(maxCount);
        if (attachments.length > 0 && !capabilities.attachments?.withText) expect(text).toBeUndefined();
        if (text === undefined) continue;
        expect(measure(render(text), unit)).toBeLessThanOrEqual(maxLength);
        expect(String(text).split('\n').length).toBeLessThanOrEqual(maxLines);
        const used = text.segments.flatMap(({ text: _characters, ...others }) => Object.keys(others));
        expect(used.filter((mark) => !marks.includes(mark as Mark))).toEqual([]);
      }
    });
  });

  it('has no empty part', () => {
    forEveryPlan(({ parts }) => {
      for (const { text, attachments, card } of parts) {
        const blank = text === undefined || String(text).trim() === '';
        expect(blank && attachments === undefined && card === undefined).toBe(false);
      }
    });
  });

  it('drops nothing without a word: what is not in the parts is in what it says was lost', () => {
    forEveryPlan(({ parts, degraded, as }, message, capabilities) => {
      const lost = (what: string): number => degraded.filter((loss) => loss.what === what).length;
      const native = parts.flatMap(({ attachments = [] }) => attachments);
      expect(native.length + lost('attachment')).toBe(shownFiles(message).length);
      for (const type of ['location', 'poll', 'forward']) {
        expect(lost(type)).toBe(shownAttachments(message).filter((attachment) => attachment.type === type).length);
      }
      if (message.card !== undefined)
        expect(parts.some(({ card }) => card !== undefined) || lost('card') > 0).toBe(true);
      if (message.replyTo !== undefined) expect(parts[0].replyTo !== undefined || lost('reply') > 0).toBe(true);
      if (message.user !== undefined) expect(as !== undefined || lost('author') > 0).toBe(true);
      for (const mark of marksOf(message)) {
        expect(capabilities.text.marks.includes(mark) || lost(mark) > 0, mark).toBe(true);
      }
    });
  });

  it('keeps every character of the text, in order, unless it says that it was cut', () => {
    forEveryPlan(({ parts, degraded }, message) => {
      if (message.text === undefined || degraded.some(({ how }) => how === 'cut')) return;
      // An emoji may become its character, and a link that says its address the address.
      if (message.text.segments.some(({ emoji, link }) => emoji !== undefined || link !== undefined)) return;
      const shown = visible(parts.map(({ text }) => String(text ?? '')).join(''));
      expect(isSubsequence(visible(String(message.text)), shown)).toBe(true);
    });
  });

  it('relays no secret in an address', () => {
    forEveryPlan((plan) => {
      expect(JSON.stringify(plan)).not.toContain(SECRET);
    });
  });

  it('pings nobody', () => {
    forEveryPlan(({ parts }) => {
      for (const { text } of parts) {
        expect(String(text ?? '')).not.toMatch(/@(everyone|here)\b/i);
        expect(text?.segments.some(({ mention }) => typeof mention === 'string') ?? false).toBe(false);
      }
    });
  });

  it('is the same each time and changes nothing', () => {
    forEveryPlan((plan, message, capabilities, context) => {
      const before = JSON.stringify(message);
      expect(JSON.stringify(planMessage(message, capabilities, context))).toBe(JSON.stringify(plan));
      expect(JSON.stringify(message)).toBe(before);
    });
  });
});

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

function marksOf({ text }: Message): Mark[] {
  const marked = (text?.segments ?? []).filter(
    (segment) => segment.text.trim() !== '' && segment.mention === undefined,
  );
  return marked.flatMap(({ text: _characters, emoji: _emoji, ...marks }) => Object.keys(marks) as Mark[]);
}

/** Characters but white space and those that nobody sees. */
function visible(text: string): string {
  return cleanText(text).replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
}

function isSubsequence(wanted: string, text: string): boolean {
  let at = 0;
  for (const character of text) if (wanted.startsWith(character, at)) at += character.length;
  return at === wanted.length;
}
