import type { Capabilities } from '../model/capabilities.ts';
import type { Message } from '../model/message.ts';
import { defuse } from '../text/defuse.ts';
import { measure } from '../text/measure.ts';
import type { RichText } from '../text/rich-text.ts';
import type { PlanContext } from './message-plan.ts';

/** How much longer a network's markup may make a character: `"` is `&quot;` in HTML. */
const MARKUP_GROWTH = 8;
/** UTF-8 needs at most so many bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;

/**
 * Whether a message is nothing but a short plain text that any network takes as it is. Cheap: nearly every message of a
 * busy bridge is one, and is planned without another look.
 */
export function isPlain(message: Message, capabilities: Capabilities, context: PlanContext): boolean {
  const { text } = message;
  if (text === undefined || !text.isPlain) return false;
  if (message.card !== undefined || message.replyTo !== undefined || message.quoted !== undefined) return false;
  if (message.attachments !== undefined && message.attachments.length > 0) return false;
  return isPlainText(text, capabilities, context);
}

/** Whether a text without marks fits one physical message and needs nothing taken out. */
export function isPlainText(text: RichText, capabilities: Capabilities, context: PlanContext): boolean {
  const characters = String(text);
  // Text that begins with white space may be nothing else, which no network takes.
  const first = characters.charCodeAt(0);
  if (characters.length === 0 || first <= 0x20 || (first > 0x7f && /^\s/.test(characters))) return false;
  if (!context.pings && characters.includes('@') && String(defuse(text)) !== characters) return false;
  const { maxLength, maxLines, unit } = capabilities.text;
  if (maxLines !== undefined && characters.includes('\n')) return false;
  if (maxLength === undefined) return true;
  const longest = unit === 'byte' ? characters.length * BYTES_PER_UNIT : characters.length;
  if (context.render === undefined) return longest <= maxLength || measure(characters, unit) <= maxLength;
  return longest * MARKUP_GROWTH <= maxLength || measure(context.render(text), unit) <= maxLength;
}
