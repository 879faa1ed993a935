import type { Capabilities } from '../model/capabilities.ts';
import type { Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import type { MessageRef } from '../model/refs.ts';
import { RichText } from '../text/rich-text.ts';
import { addedAttachments, isAmong, removedFiles } from './added.ts';
import { planCorrection } from './correction.ts';
import type { Edit, EditPlan } from './edit-plan.ts';
import type { PlanContext } from './message-plan.ts';
import { planMessage } from './plan.ts';

/** What becomes of an edit on a network: changes in place, else one message that says what changed. Pure and total. */
export function planEdit(edit: Edit, capabilities: Capabilities, context: PlanContext = {}): EditPlan {
  const inPlace = edit.refs.length > 0 && allows(capabilities.edit, edit.ageMs);
  return inPlace ? planInPlace(edit, capabilities, context) : planCorrection(edit, capabilities, context);
}

function planInPlace(edit: Edit, capabilities: Capabilities, context: PlanContext): EditPlan {
  const { before, refs } = edit;
  // What a message answers natively stays as it is; without the answered copy at hand it must not become a quote.
  const content = capabilities.reply && context.reply === undefined ? withoutReply : (message: Message) => message;
  const after = planMessage(content(edit.after), capabilities, context);
  const old = before === undefined ? after : planMessage(content(before), capabilities, context);
  const known = old.parts.length === refs.length;
  const degraded = [...after.degraded];

  const captions = capabilities.attachments?.withText ?? false;
  const slots = refs.flatMap((ref, index) => {
    const part = known ? old.parts[index] : undefined;
    // A message of files alone is no place for text, unless files can carry it.
    return part === undefined || hasWords(part) || (captions && hasFiles(part)) ? [{ ref, part }] : [];
  });
  const wanted = after.parts.filter(hasWords).map(withoutFiles);
  const edits = slots.flatMap(({ ref, part }, index) => {
    const message = wanted[index];
    if (message === undefined) return [];
    const same = before !== undefined && part !== undefined && sameContent(withoutFiles(part), message);
    return same ? [] : [{ ref, message }];
  });
  const left = leftOver(slots.slice(wanted.length), allows(capabilities.delete, edit.ageMs));
  const puts = [...wanted.slice(slots.length), ...newFiles(edit, after.parts, degraded)];
  if (left.edits.length > 0) degraded.push({ what: 'edit', how: 'emptied' });
  return {
    edits: [...edits, ...left.edits],
    puts,
    deletes: left.deletes,
    ...(after.as === undefined ? {} : { as: after.as }),
    degraded,
  };
}

/** A physical message that may hold text, and what it is known to hold. */
interface Slot {
  readonly ref: MessageRef;
  readonly part: Message | undefined;
}

/** What becomes of physical messages that the new content has no use for. */
function leftOver(slots: readonly Slot[], deletable: boolean) {
  const idle = slots.filter(({ part }) => part === undefined || hasWords(part));
  const gone = idle.filter(({ part }) => deletable && part?.attachments === undefined);
  const emptied = idle.filter((slot) => !gone.includes(slot));
  return {
    deletes: gone.map(({ ref }) => ref),
    // A file must outlive the text that came with it, and some networks let us change what they do not let us delete.
    edits: emptied.map(({ ref }) => ({ ref, message: { text: new RichText('…') } })),
  };
}

/** The files that the edit brought, apart from the text that is already there; what became of the others is told. */
function newFiles(edit: Edit, parts: readonly Message[], degraded: Degradation[]): Message[] {
  const added = addedAttachments(edit);
  const puts = parts.flatMap(({ attachments = [] }): Message[] => {
    const files = attachments.filter((file) => isAmong(file, added));
    return files.length === 0 ? [] : [{ attachments: files }];
  });
  if (puts.length > 0) degraded.push({ what: 'attachment', how: 'sent anew' });
  if (removedFiles(edit)) degraded.push({ what: 'attachment', how: 'kept' });
  return puts;
}

function hasWords({ text, card }: Message): boolean {
  return text !== undefined || card !== undefined;
}

function hasFiles({ attachments = [] }: Message): boolean {
  return attachments.some(({ type }) => type === 'file');
}

function withoutReply(message: Message): Message {
  const { replyTo: _answered, quoted: _words, ...rest } = message;
  return rest;
}

function withoutFiles(part: Message): Message {
  const { attachments: _files, ...rest } = part;
  return rest;
}

function sameContent(a: Message, b: Message): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function allows(capability: true | { readonly maxAgeMs: number } | undefined, ageMs: number = 0): boolean {
  return capability === true || (capability !== undefined && ageMs <= capability.maxAgeMs);
}
