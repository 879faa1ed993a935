import type { Capabilities } from '../model/capabilities.ts';
import type { Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import type { MessageRef } from '../model/refs.ts';
import type { User } from '../model/user.ts';
import { RichText } from '../text/rich-text.ts';
import { attachmentLines } from './attachment-lines.ts';
import { authorPrefix, foreignAuthor, shownAuthor } from './author.ts';
import { cardLines, nativeCard } from './card.ts';
import { Composition } from './composition.ts';
import { type MessagePlan, type PlanContext, undegraded } from './message-plan.ts';
import { toParts } from './parts.ts';
import { isPlain, isPlainText } from './plain.ts';
import { carriedQuote, nativeReply, quoteReply } from './quote.ts';

const prefixed: readonly Degradation[] = Object.freeze([{ what: 'author', how: 'prefix' }]);
const continued: readonly Degradation[] = Object.freeze([{ what: 'author', how: 'continued' }]);
const dropped: readonly Degradation[] = Object.freeze([{ what: 'author', how: 'dropped' }]);

/**
 * What becomes of a message on a network: the physical messages it is sent as, and everything that is lost.
 *
 * Pure: the same arguments give the same plan. Total: whatever a stranger wrote, at least one part comes out.
 */
export function planMessage(message: Message, capabilities: Capabilities, context: PlanContext = {}): MessagePlan {
  const author = foreignAuthor(message, context.self);
  if (isPlain(message, capabilities, context)) {
    const plan = planPlain(message, author, capabilities, context);
    if (plan !== undefined) return plan;
  }
  return planWhole(message, author, capabilities, context);
}

/** The plan for a short plain text; undefined where its author's name needs a closer look. */
function planPlain(
  message: Message,
  author: User | undefined,
  capabilities: Capabilities,
  context: PlanContext,
): MessagePlan | undefined {
  if (author === undefined) return { parts: [message], degraded: undegraded };
  const { action = false, extras, text: said = RichText.empty } = message;
  const content = only(said, extras);
  const whole = action ? { ...content, action } : content;
  if (capabilities.impersonate) return { parts: [whole], as: shownAuthor(author), degraded: undegraded };
  const prefix = authorPrefix(author, action, context);
  if (prefix === '') return { parts: [whole], degraded: context.continues ? continued : dropped };
  const text = new RichText(prefix + String(said));
  return isPlainText(text, capabilities, context) ? { parts: [only(text, extras)], degraded: prefixed } : undefined;
}

/** A plain text has nothing else but extras, beside the author. */
function only(text: RichText, extras: Message['extras']): Message {
  return extras === undefined ? { text } : { text, extras };
}

function planWhole(
  message: Message,
  author: User | undefined,
  capabilities: Capabilities,
  context: PlanContext,
): MessagePlan {
  const composition = new Composition(message, capabilities, context);
  const reply = nativeReply(message, composition);
  const quoted = reply === undefined ? undefined : carriedQuote(message, composition);
  if (reply === undefined) quoteReply(message, composition);
  const as = author !== undefined && capabilities.impersonate ? shownAuthor(author) : undefined;
  const named = as === undefined && author !== undefined && nameAuthor(author, message, composition);
  if (!isBlank(message.text)) composition.line(composition.local(message.text));
  else if (hasNothing(message)) composition.note('[empty message]', 'message');
  const card = message.card && capabilities.card ? nativeCard(message.card, composition) : undefined;
  if (message.card !== undefined && card === undefined) cardLines(message.card, composition);
  if (message.attachments !== undefined) attachmentLines(message.attachments, composition);

  const parts = toParts(composition.finish(), composition);
  return {
    parts: dress(parts, message, { reply, quoted, card, action: message.action === true && !named }),
    ...(as === undefined ? {} : { as }),
    degraded: composition.degraded,
  };
}

function isBlank(text: RichText | undefined): text is undefined {
  return text === undefined || String(text).trim() === '';
}

function hasNothing({ card, attachments = [] }: Message): boolean {
  return card === undefined && attachments.length === 0;
}

/** Puts the author's name in front of what is said next. Returns whether it did. */
function nameAuthor(author: User, message: Message, composition: Composition): boolean {
  const { context } = composition;
  const prefix = authorPrefix(author, message.action === true, context);
  composition.lose('author', prefix !== '' ? 'prefix' : context.continues ? 'continued' : 'dropped');
  composition.prefix(prefix);
  return prefix !== '';
}

interface Dress {
  readonly reply: MessageRef | undefined;
  readonly quoted: Message | undefined;
  readonly card: Message['card'];
  readonly action: boolean;
}

/** Gives the parts what belongs on the first, on the last and on all of them. */
function dress(
  parts: readonly Message[],
  { extras }: Message,
  { reply, quoted, card, action }: Dress,
): MessagePlan['parts'] {
  const lastText = parts.findLastIndex((part) => part.text !== undefined);
  const dressed = (parts.length === 0 ? [{}] : parts).map(
    (part, index): Message => ({
      ...part,
      ...(action && part.text !== undefined ? { action } : {}),
      ...(card !== undefined && index === Math.max(0, lastText) ? { card } : {}),
      ...(index === 0 && reply !== undefined ? { replyTo: reply } : {}),
      ...(index === 0 && quoted !== undefined ? { quoted } : {}),
      ...(index === 0 && extras !== undefined ? { extras } : {}),
    }),
  );
  const [first = {}, ...rest] = dressed;
  return [first, ...rest];
}
