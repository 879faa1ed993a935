import type { APIAttachment, APIStickerItem } from 'discord-api-types/v10';
import { AttachmentFlags, MessageFlags } from 'discord-api-types/v10';
import { storeFile } from '../acts/store-file.ts';
import { ApiError } from '../http/api-error.ts';
import type { AttachmentRequest } from '../rules/attachments.ts';
import type { MessageBody } from '../rules/message-body.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Puts new files on the CDN and keeps the old ones that are named (Reference › Editing Message Attachments). */
export function attach(
  world: World,
  channel: ChannelRecord,
  wanted: readonly AttachmentRequest[],
  present: readonly APIAttachment[],
): APIAttachment[] {
  return wanted.map(({ file, ...said }) => {
    if (file !== undefined) {
      return storeFile(world, channel.id, {
        ...said,
        filename: said.filename ?? file.filename,
        bytes: file.bytes,
        contentType: file.contentType || undefined,
      });
    }
    const old = present.find((attachment) => attachment.id === said.id);
    if (old === undefined) throw new ApiError(50035, 400, 'Invalid Form Body');
    return {
      ...old,
      ...(said.description !== undefined && { description: said.description }),
      ...(said.spoiler !== undefined && { flags: (said.spoiler ? AttachmentFlags.IsSpoiler : 0) as AttachmentFlags }),
    };
  });
}

/** The stickers of a message: those of the channel's own guild (assumed: bots cannot use others').
 * @throws ApiError 50081 */
export function stickersOf(world: World, channel: ChannelRecord, ids: readonly string[]): APIStickerItem[] {
  const known = channel.guildId === null ? undefined : world.guild(channel.guildId).stickers;
  return ids.map((id) => {
    const sticker = known?.get(id);
    if (sticker === undefined) throw new ApiError(50081);
    return { id, name: sticker.name, format_type: sticker.format_type };
  });
}

/** Message Resource › Voice Messages.
 * @throws ApiError 50159, 50160, 50161 */
export function checkVoice(body: MessageBody): void {
  if (!(body.flags & MessageFlags.IsVoiceMessage)) return;
  const others = body.content || (body.embeds ?? []).length > 0 || body.stickerIds.length > 0 || body.poll;
  if (others) throw new ApiError(50159);
  const [only, ...more] = body.attachments ?? [];
  if (only === undefined || more.length > 0) throw new ApiError(50160);
  if (only.durationSecs === undefined || only.waveform === undefined) throw new ApiError(50161);
}
