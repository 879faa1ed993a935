import type { Channel, QueuedEvent, RichText } from '../../src/index.ts';

/** What a session tells the plug. */
export interface SessionListener {
  readonly channel: (source: string) => Channel;
  readonly emit: (event: QueuedEvent) => void;
  warn(message: string): void;
  /** We are called so from now on. */
  named(nick: string): void;
  /** Why something may have been missed in a channel that we enter; asked once. */
  readonly takeGap: (source: string) => string | undefined;
  /** The connection is gone that was up. */
  lost(cause: Error): void;
  /** The text of a message: its formatting codes, and the nicks in it. */
  read(text: string, nicks: ReadonlySet<string>): string | RichText;
  readonly nextId: () => string;
}
