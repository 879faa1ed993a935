import { STATUS_CODES } from 'node:http';

/**
 * What Discord says of each code that this server answers with, and under which status. The codes and meanings are those
 * of Opcodes and Status Codes › JSON; which status goes with a code is documented only in part (401, 403, 404) and
 * otherwise assumed to be 400.
 */
const meanings: Readonly<Record<number, readonly [status: number, message: string]>> = {
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10006: [404, 'Unknown Invite'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10014: [400, 'Unknown Emoji'],
  10015: [404, 'Unknown Webhook'],
  30003: [400, 'Maximum number of pins reached for the channel (250)'],
  30007: [400, 'Maximum number of webhooks reached (15)'],
  30010: [400, 'Maximum number of reactions reached (20)'],
  30015: [400, 'Maximum number of attachments in a message reached (10)'],
  40005: [413, 'Request entity too large'],
  40058: [400, 'Cannot send a message in a forum channel'],
  40333: [403, 'Cloudflare is blocking your request'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50021: [403, 'Cannot execute action on a system message'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50033: [400, 'Invalid Recipient(s)'],
  50034: [400, 'You can only bulk delete messages that are under 14 days old.'],
  50068: [400, 'Invalid message type'],
  50081: [400, 'Invalid sticker sent'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  50159: [400, 'Voice messages do not support additional content.'],
  50160: [400, 'Voice messages must have a single audio attachment.'],
  50161: [400, 'Voice messages must have supporting metadata.'],
  50162: [400, 'Voice messages cannot be edited.'],
  50278: [403, 'Cannot send messages to this user due to having no mutual guilds'],
  160002: [403, 'Cannot reply without permission to read message history'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [403, 'Thread is locked'],
  220001: [400, 'Webhooks posted to forum channels must have a thread_name or thread_id'],
  220002: [400, 'Webhooks posted to forum channels cannot have both a thread_name and thread_id'],
  220003: [400, 'Webhooks can only create threads in forum channels'],
  520003: [400, 'Cannot edit a poll message'],
};

/** One complaint about one field (Reference › Error Messages). */
export interface FieldError {
  readonly code: string;
  readonly message: string;
}

/** Complaints in the shape of the body they are about. */
export interface FormErrors {
  _errors?: FieldError[];
  [key: string]: FormErrors | FieldError[] | undefined;
}

/** A refusal, in Discord's shape `{ code, message, errors? }` (Reference › Error Messages). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: FormErrors | undefined;

  /** A documented code; or an undocumented one (0, 50035) with its status and message. */
  constructor(code: number, status?: number, message?: string, errors?: FormErrors) {
    const [usualStatus, usualMessage] = meanings[code] ?? [400, `error ${code}`];
    super(message ?? usualMessage);
    this.name = 'ApiError';
    this.status = status ?? usualStatus;
    this.code = code;
    this.errors = errors;
  }

  /** The bare answer to a fault of HTTP itself: `{ message: '404: Not Found', code: 0 }`. */
  static ofStatus(status: number): ApiError {
    return new ApiError(0, status, `${status}: ${STATUS_CODES[status] ?? 'Unknown'}`);
  }

  /** The body of the answer. */
  body(): Record<string, unknown> {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}
