import {
  AuthError,
  ChannelNotFoundError,
  ForbiddenError,
  NotConnectedError,
  PlugError,
  RateLimitedError,
  TielineError,
  TooLongError,
  UserNotFoundError,
} from '../../src/index.ts';

/** What discord.js throws, as far as it is looked at: `DiscordAPIError`, `HTTPError`, `RateLimitError`, errors of sockets. */
interface Failure {
  /** A code of Opcodes and Status Codes › JSON, or of the socket. */
  readonly code?: number | string;
  /** The status of the answer. */
  readonly status?: number;
  /** How long to wait, in ms. */
  readonly retryAfter?: number;
  readonly message?: string;
  readonly name?: string;
  /** Where an error of the system hides behind a `TypeError: fetch failed`. */
  readonly cause?: unknown;
}

/** Socket errors that come before a request could be sent. */
const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The channel, guild, message or webhook is not there, or not for us (Opcodes and Status Codes › JSON). */
export const unknown = { channel: 10003, guild: 10004, message: 10008, webhook: 10015 } as const;

/** Whether an error is Discord's own answer with this code. */
export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  const { cause } = error as { cause?: unknown };
  const code = (error as Failure).code ?? 0;
  return codes.includes(Number(code)) || (cause !== undefined && hasCode(cause, ...codes));
}

/**
 * An error of discord.js as one of ours. An answer of 4xx says that nothing was done; 5xx, a timeout and a connection
 * that broke leave it open.
 */
export function toTielineError(error: unknown): TielineError {
  if (error instanceof TielineError) return error;
  const failure = (error ?? {}) as Failure;
  const text = `Discord: ${failure.message ?? String(error)}`;
  const options = { cause: error };
  if (failure.retryAfter !== undefined) {
    return new RateLimitedError('Discord: the rate limit is used up', { ...options, retryAfterMs: failure.retryAfter });
  }
  if (failure.status === undefined || failure.status >= 500) return unanswered(failure, text);
  if (failure.status === 401 && failure.code !== 50027) return new AuthError(text, options);
  if (failure.code === 50027) return new ForbiddenError(text, options);
  if (failure.status === 413 || failure.code === 40005) return new TooLongError(text, options);
  if (failure.code === 10003) return new ChannelNotFoundError(text, options);
  if (failure.code === 10013 || failure.code === 10007) return new UserNotFoundError(text, options);
  if (failure.status === 403) return new ForbiddenError(text, options);
  return new PlugError(text, { ...options, retryable: false, certain: true });
}

function unanswered(failure: Failure, text: string): TielineError {
  const code = String(codeOf(failure));
  const options = { cause: failure };
  if (unsent.has(code)) return new NotConnectedError(text, options);
  return new PlugError(text, { ...options, retryable: true, certain: false });
}

function codeOf(failure: Failure): unknown {
  const { cause } = failure;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : failure.code;
}
