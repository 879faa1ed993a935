import {
  type APIAllowedMentions,
  type APIEmbed,
  type APIPoll,
  MessageFlags,
  MessageReferenceType,
} from 'discord-api-types/v10';
import type { UploadedFile } from '../http/body.ts';
import { checkAllowedMentions } from './allowed-mentions.ts';
import { type AttachmentRequest, checkAttachments } from './attachments.ts';
import { checkEmbeds } from './embeds.ts';
import type { Form } from './form.ts';
import { checkPoll } from './poll.ts';

/** A reply or a forward that was asked for (Message Resource › Message Reference Structure). */
export interface ReferenceRequest {
  readonly type: MessageReferenceType;
  readonly messageId: string;
  readonly channelId: string | undefined;
  readonly failIfNotExists: boolean;
}

/** The body of a message to create or edit, once it has been found good. A field that was absent is undefined. */
export interface MessageBody {
  readonly content: string | undefined;
  readonly nonce: string | number | undefined;
  readonly enforceNonce: boolean;
  readonly tts: boolean;
  readonly embeds: APIEmbed[] | undefined;
  readonly allowedMentions: APIAllowedMentions | undefined;
  readonly pointsTo: ReferenceRequest | undefined;
  readonly stickerIds: readonly string[];
  readonly components: readonly unknown[];
  readonly attachments: readonly AttachmentRequest[] | undefined;
  readonly flags: MessageFlags;
  readonly poll: APIPoll | undefined;
}

/** Who may keep which attachments, and which flags may be set. */
export interface MessageBodyRules {
  readonly flags: number;
  readonly kept: (attachmentId: string) => boolean;
}

/** The flags that a bot's own message may have (Message Resource › Create Message, `flags`). */
export const createFlags: number =
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsVoiceMessage |
  MessageFlags.IsComponentsV2;

/** Checks a message's body against Message Resource › Create Message, `JSON/Form Params`; complaints go to the form. */
export function checkMessageBody(
  form: Form,
  json: unknown,
  files: readonly UploadedFile[],
  rules: MessageBodyRules,
): MessageBody {
  const given = form.object([], json);
  // Content is trimmed before it is counted (assumed, from what is stored in practice).
  const content = given['content'];
  return {
    content: form.text(['content'], typeof content === 'string' ? content.trim() : content, { max: 2000 }),
    nonce: checkNonce(form, given['nonce']),
    enforceNonce: form.boolean(['enforce_nonce'], given['enforce_nonce']) ?? false,
    tts: form.boolean(['tts'], given['tts']) ?? false,
    embeds: given['embeds'] === undefined ? undefined : checkEmbeds(form, ['embeds'], given['embeds']),
    allowedMentions: checkAllowedMentions(form, given['allowed_mentions']),
    pointsTo: checkReference(form, given['message_reference']),
    stickerIds: form
      .list(['sticker_ids'], given['sticker_ids'], 3)
      .map((id, index) => form.snowflake(['sticker_ids', index], id) ?? ''),
    components: form.list(['components'], given['components'], 40),
    attachments:
      given['attachments'] === undefined && files.length === 0
        ? undefined
        : checkAttachments(form, given['attachments'], files, rules.kept),
    flags: checkFlags(form, given['flags'], rules.flags),
    poll: checkPoll(form, given['poll']),
  };
}

/** Whether a body would show nothing at all (Create Message: at least one of these is required). */
export function isEmpty(body: MessageBody): boolean {
  return (
    !body.content &&
    (body.embeds ?? []).length === 0 &&
    (body.attachments ?? []).length === 0 &&
    body.stickerIds.length === 0 &&
    body.components.length === 0 &&
    body.poll === undefined &&
    body.pointsTo?.type !== MessageReferenceType.Forward
  );
}

/** A number, or a text of up to 25 characters. The complaint's own code is assumed. */
function checkNonce(form: Form, value: unknown): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value !== 'string') form.fail(['nonce'], 'NONCE_TYPE_INVALID', 'Nonce must be a string or an integer.');
  return form.text(['nonce'], value, { max: 25 });
}

function checkReference(form: Form, value: unknown): ReferenceRequest | undefined {
  if (value === undefined || value === null) return undefined;
  const path = ['message_reference'];
  const given = form.object(path, value);
  const types = [MessageReferenceType.Default, MessageReferenceType.Forward];
  const type = form.choice([...path, 'type'], given['type'], types) ?? MessageReferenceType.Default;
  form.required([...path, 'message_id'], given['message_id']);
  // “channel_id is optional when creating a reply … Required for forwards.”
  if (type === MessageReferenceType.Forward) form.required([...path, 'channel_id'], given['channel_id']);
  return {
    type,
    messageId: form.snowflake([...path, 'message_id'], given['message_id']) ?? '',
    channelId: form.snowflake([...path, 'channel_id'], given['channel_id']),
    failIfNotExists: form.boolean([...path, 'fail_if_not_exists'], given['fail_if_not_exists']) ?? true,
  };
}

function checkFlags(form: Form, value: unknown, settable: number): MessageFlags {
  // Flags that cannot be set are ignored without error (Message Resource › Edit Message).
  return (form.integer(['flags'], value, 0, Number.MAX_SAFE_INTEGER) ?? 0) & settable;
}
