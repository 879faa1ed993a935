import type { FileAttachment } from '../model/attachment.ts';
import type { Attachment, Message } from '../model/message.ts';
import type { Edit } from './edit-plan.ts';

/** What hangs on the new content and did not hang on the old. Nothing, where the old content is not known. */
export function addedAttachments({ before, after }: Edit): Attachment[] {
  if (before === undefined) return [];
  const old = new Set(before.attachments?.map(sameness));
  return (after.attachments ?? []).filter((attachment) => !old.has(sameness(attachment)));
}

/** Whether a file that hung on the old content is gone from the new. */
export function removedFiles({ before, after }: Edit): boolean {
  const now = new Set(after.attachments?.map(sameness));
  return filesOf(before).some((file) => !now.has(sameness(file)));
}

/** Whether this is one of these, whatever became of its address since. */
export function isAmong(attachment: Attachment, others: readonly Attachment[]): boolean {
  const wanted = sameness(attachment);
  return others.some((other) => sameness(other) === wanted);
}

function filesOf(message: Message | undefined): FileAttachment[] {
  return (message?.attachments ?? []).filter((attachment) => attachment.type === 'file');
}

/** What makes a file the same before and after: not its address, which some networks sign anew each time. */
function sameness(attachment: Attachment): string {
  if (attachment.type !== 'file') return JSON.stringify(attachment);
  const { kind, name, size, mime } = attachment;
  return JSON.stringify(['file', kind, name, size, mime]);
}
