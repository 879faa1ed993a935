import type { Upload } from './upload.ts';

/** A request to the API. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path made by `Routes`. */
  readonly route: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly files?: readonly Upload[];
  readonly signal?: AbortSignal;
  /** Whether the path carries its own secret, so that the bot's token is not sent along. */
  readonly open?: boolean;
  /** Whether a POST made twice has the effect of one: it shows something, or opens what is one anyway. */
  readonly repeatable?: boolean;
  /** Looks for what a POST was to make, once its answer got lost; where it is there, the POST is not made again. */
  readonly made?: () => Promise<unknown>;
}

/**
 * Whether a request whose answer got lost may be made again: all but POST, messages with a nonce that is kept to, and
 * what says of itself that it may.
 */
export function isRepeatable({ method, body, repeatable, made }: ApiCall): boolean {
  if (method !== 'POST' || repeatable === true || made !== undefined) return true;
  return (body as { enforce_nonce?: unknown } | undefined)?.enforce_nonce === true;
}
