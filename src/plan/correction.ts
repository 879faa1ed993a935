import type { Capabilities } from '../model/capabilities.ts';
import type { Message } from '../model/message.ts';
import { reduce } from '../text/reduce.ts';
import { RichText } from '../text/rich-text.ts';
import { allMarks } from '../text/segment.ts';
import { addedAttachments } from './added.ts';
import { smallChange } from './change.ts';
import type { Edit, EditPlan } from './edit-plan.ts';
import type { PlanContext } from './message-plan.ts';
import { planMessage } from './plan.ts';

/** The marks that change only how a text looks. */
const marksOfLooks = allMarks.filter((mark) => mark !== 'link' && mark !== 'spoiler');

/** One message that tells of an edit where the network cannot change what is there. */
export function planCorrection(edit: Edit, capabilities: Capabilities, context: PlanContext): EditPlan {
  const shown = correction(edit);
  if (shown === undefined) {
    return { edits: [], puts: [], deletes: [], degraded: [{ what: 'edit', how: 'dropped' }] };
  }
  const [target] = edit.refs;
  const plan = planMessage(target === undefined ? shown : { ...shown, replyTo: target }, capabilities, {
    ...context,
    reply: target,
  });
  // That a correction cannot point at what it corrects is part of its being one.
  const degraded = plan.degraded.filter(({ what }) => what !== 'reply');
  degraded.push({ what: 'edit', how: 'correction' });
  return { edits: [], puts: plan.parts, deletes: [], ...(plan.as === undefined ? {} : { as: plan.as }), degraded };
}

/** What is said: the changed words or the whole new text, and what was added. Undefined where only the looks changed. */
function correction(edit: Edit): Message | undefined {
  const { before, after } = edit;
  const attachments = addedAttachments(edit);
  const card = JSON.stringify(before?.card) === JSON.stringify(after.card) ? undefined : after.card;
  const same = before !== undefined && meaning(before.text) === meaning(after.text);
  const text = same ? undefined : newWords(before?.text, after.text);
  if (text === undefined && attachments.length === 0 && card === undefined) return undefined;
  return {
    ...(text === undefined ? {} : { text }),
    ...(after.user === undefined ? {} : { user: after.user }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(card === undefined ? {} : { card }),
  };
}

/** What a text says without its looks: the words, what is hidden, and where links lead. */
function meaning(text: RichText = RichText.empty): string {
  return String(reduce(text, marksOfLooks).text);
}

function newWords(before: RichText | undefined, after: RichText | undefined): RichText {
  // The changed words alone would show what is hidden, and not where a link leads.
  const hides = [before, after].some((text) => text?.segments.some(({ spoiler }) => spoiler));
  const change = before && after && !hides && smallChange(String(before), String(after));
  return change
    ? new RichText(change)
    : new RichText([{ text: '* ' }, ...(after?.segments ?? [{ text: '[empty message]' }])]);
}
