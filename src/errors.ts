/** The errors of tieline. Every one has a stable code, a cause where there is one, and says whether a retry may help. */
import type { Ref } from './model/refs.ts';
import type { User } from './model/user.ts';

/** Every code and what it means: the only list there is; docs/errors.md is made from it. */
export const errorCodes = {
  TIELINE_CONFIG: 'A value in a configuration is not what was expected.',
  TIELINE_PLUG: 'A plug broke its contract, or its network failed in a way it gave no name to.',
  TIELINE_HOOK: 'A hook threw, or took too long.',
  TIELINE_STORE: 'The store could not read or write.',
  TIELINE_NOT_CONNECTED: 'The network cannot be reached now, or the plug is in no open host.',
  TIELINE_UNSUPPORTED: 'The network has no such feature.',
  TIELINE_CHANNEL_NOT_FOUND: 'There is no such channel, or it is not shown to us.',
  TIELINE_NOT_JOINED: 'We are not in that channel.',
  TIELINE_USER_NOT_FOUND: 'There is no such user, or they are not shown to us.',
  TIELINE_USER_NOT_UNIQUE: 'Several users fit.',
  TIELINE_BAD_REFERENCE: 'A ref belongs to another network, or is no ref at all.',
  TIELINE_RATE_LIMITED: 'The network asks us to wait.',
  TIELINE_TOO_LONG: 'The network refused the content for its size.',
  TIELINE_AUTH: 'The network refused our credentials.',
  TIELINE_FORBIDDEN: 'Our account may not do that.',
  TIELINE_DROPPED: 'A hook, a policy or somebody decided that the message is not to be sent.',
} as const;

/** A code that an error of tieline can have. */
export type ErrorCode = keyof typeof errorCodes;

/** What any error of tieline may be made with. */
export interface ErrorOptions {
  readonly cause?: unknown;
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean;
  /** Whether it is certain that nothing was sent. */
  readonly certain?: boolean;
}

/** The base of all errors that tieline throws. */
export abstract class TielineError extends Error {
  abstract readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly certain: boolean;

  protected constructor(message: string, options: ErrorOptions, defaults: { retryable: boolean; certain: boolean }) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.retryable = options.retryable ?? defaults.retryable;
    this.certain = options.certain ?? defaults.certain;
  }
}

/** One fault in a configuration. */
export interface ConfigIssue {
  /** The path to the value: `channels[0].key`. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** A configuration is wrong; all its faults at once. */
export class ConfigError extends TielineError {
  readonly code = 'TIELINE_CONFIG';
  readonly issues: readonly ConfigIssue[];

  constructor(
    message: string,
    options: ErrorOptions & Partial<ConfigIssue> & { issues?: readonly ConfigIssue[] } = {},
  ) {
    super(message, options, { retryable: false, certain: true });
    const { field = '', expected = '', got = '' } = options;
    this.issues = options.issues ?? (field ? [{ field, expected, got }] : []);
  }

  /** The first fault's path. */
  get field(): string {
    return this.issues[0]?.field ?? '';
  }
  get expected(): string {
    return this.issues[0]?.expected ?? '';
  }
  get got(): string {
    return this.issues[0]?.got ?? '';
  }
}

/** A plug broke its contract, or its network failed without a name. Retryable and not certain unless told otherwise. */
export class PlugError extends TielineError {
  readonly code = 'TIELINE_PLUG';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: true, certain: false });
  }
}

/** A hook threw or took too long. */
export class HookError extends TielineError {
  readonly code = 'TIELINE_HOOK';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: false, certain: true });
  }
}

/** The store failed. */
export class StoreError extends TielineError {
  readonly code = 'TIELINE_STORE';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: true, certain: true });
  }
}

/** The network cannot be reached now. */
export class NotConnectedError extends TielineError {
  readonly code = 'TIELINE_NOT_CONNECTED';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: true, certain: true });
  }
}

/** The network has no such feature. */
export class UnsupportedError extends TielineError {
  readonly code = 'TIELINE_UNSUPPORTED';
  /** The key of `Capabilities` that is missing. */
  readonly capability: string;
  constructor(message: string, options: ErrorOptions & { capability: string }) {
    super(message, options, { retryable: false, certain: true });
    this.capability = options.capability;
  }
}

/** There is no such channel. */
export class ChannelNotFoundError extends TielineError {
  readonly code = 'TIELINE_CHANNEL_NOT_FOUND';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: false, certain: true });
  }
}

/** We are not in that channel. */
export class NotJoinedError extends TielineError {
  readonly code = 'TIELINE_NOT_JOINED';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: true, certain: true });
  }
}

/** There is no such user. */
export class UserNotFoundError extends TielineError {
  readonly code = 'TIELINE_USER_NOT_FOUND';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: false, certain: true });
  }
}

/** Several users fit. */
export class UserNotUniqueError extends TielineError {
  readonly code = 'TIELINE_USER_NOT_UNIQUE';
  readonly candidates: readonly User[];
  constructor(message: string, options: ErrorOptions & { candidates: readonly User[] }) {
    super(message, options, { retryable: false, certain: true });
    this.candidates = options.candidates;
  }
}

/** A ref belongs elsewhere, or is none. */
export class BadReferenceError extends TielineError {
  readonly code = 'TIELINE_BAD_REFERENCE';
  /** What was given. */
  readonly ref: Ref | undefined;
  constructor(message: string, options: ErrorOptions & { ref?: Ref } = {}) {
    super(message, options, { retryable: false, certain: true });
    this.ref = options.ref;
  }
}

/** The network asks us to wait. */
export class RateLimitedError extends TielineError {
  readonly code = 'TIELINE_RATE_LIMITED';
  /** In milliseconds. */
  readonly retryAfterMs: number;
  constructor(message: string, options: ErrorOptions & { retryAfterMs: number }) {
    super(message, options, { retryable: true, certain: true });
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The network refused the content for its size. */
export class TooLongError extends TielineError {
  readonly code = 'TIELINE_TOO_LONG';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: false, certain: true });
  }
}

/** The network refused our credentials. */
export class AuthError extends TielineError {
  readonly code = 'TIELINE_AUTH';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: false, certain: true });
  }
}

/** Our account may not do that. */
export class ForbiddenError extends TielineError {
  readonly code = 'TIELINE_FORBIDDEN';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: false, certain: true });
  }
}

/** Something on our side decided that the message is not to be sent. */
export class DroppedError extends TielineError {
  readonly code = 'TIELINE_DROPPED';
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options, { retryable: false, certain: true });
  }
}
