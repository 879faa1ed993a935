/** A file to upload. */
export interface Upload {
  readonly name: string;
  readonly data: Uint8Array;
  readonly contentType?: string;
}

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
}

/** Whether a request made twice has the effect of one: all but POST, and messages with a nonce that is kept to. */
export function isRepeatable({ method, body }: ApiCall): boolean {
  return method !== 'POST' || (body as { enforce_nonce?: unknown } | undefined)?.enforce_nonce === true;
}
