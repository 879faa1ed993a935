import { ApiError } from '../http/api-error.ts';
import type { UploadedFile } from '../http/body.ts';
import type { FieldPath, Form } from './form.ts';

/** The size of one file that may be sent: 10 MiB (Reference › Uploading Files). */
export const maxFileBytes: number = 10 * 1024 * 1024;

/** A file that will be on the message, new or kept. */
export interface AttachmentRequest {
  /** The id of a kept attachment, or the `n` of the new file `files[n]`. */
  readonly id: string;
  readonly file: UploadedFile | undefined;
  readonly filename: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly durationSecs: number | undefined;
  readonly waveform: string | undefined;
  readonly spoiler: boolean | undefined;
}

/**
 * Matches the files of a request with what its `attachments` say of them (Reference › Uploading Files; Message Resource ›
 * Attachment Request Structure). Without `attachments` every file is taken as it comes.
 * @throws ApiError 40005 for a file too large, 30015 for more than ten
 */
export function checkAttachments(
  form: Form,
  value: unknown,
  files: readonly UploadedFile[],
  kept: (id: string) => boolean,
): AttachmentRequest[] {
  if (files.some((file) => file.bytes.length > maxFileBytes)) throw new ApiError(40005);
  const path: FieldPath = ['attachments'];
  if (value === undefined || value === null) {
    if (files.length > 10) throw new ApiError(30015);
    return files.map((file) => ({ ...bare, id: file.index, file }));
  }
  const list = form.list(path, value, Number.POSITIVE_INFINITY);
  if (Math.max(list.length, files.length) > 10) throw new ApiError(30015);
  return list.map((entry, index) => {
    const at = [...path, index];
    const given = form.object(at, entry);
    form.required([...at, 'id'], given['id']);
    const id = form.snowflake([...at, 'id'], given['id']) ?? '';
    const file = files.find((candidate) => candidate.index === id);
    if (file === undefined && !kept(id)) {
      form.fail([...at, 'id'], 'ATTACHMENT_NOT_FOUND', `Attachment data with id "${id}" not found`);
    }
    const duration = given['duration_secs'];
    return {
      id,
      file,
      filename: form.text([...at, 'filename'], given['filename'], { max: 1024 }),
      title: form.text([...at, 'title'], given['title'], { max: 1024 }),
      description: form.text([...at, 'description'], given['description'], { max: 1024 }),
      durationSecs: typeof duration === 'number' ? duration : undefined,
      waveform: form.text([...at, 'waveform'], given['waveform'], { max: 400 }),
      spoiler: form.boolean([...at, 'is_spoiler'], given['is_spoiler']),
    };
  });
}

const bare: Omit<AttachmentRequest, 'id' | 'file'> = {
  filename: undefined,
  title: undefined,
  description: undefined,
  durationSecs: undefined,
  waveform: undefined,
  spoiler: undefined,
};
