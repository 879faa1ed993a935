import type { MemoryConfig, MemoryPlug } from '../../../plugs/memory/index.ts';
import type { QueuedEvent } from '../../../src/index.ts';

/** A plug with one fault, and what has to find it. */
export interface BrokenPlug {
  /** What is wrong with it. */
  readonly fault: string;
  /** The tests of the contract that fail, and no others. The first is meant for it; the rest cannot work in consequence. */
  readonly caughtBy: readonly string[];
  readonly plug: new (name: string, config: MemoryConfig) => MemoryPlug;
  readonly capabilities?: MemoryConfig['capabilities'];
}

/** Whether an event is the echo of our own message. */
export function isEcho(plug: MemoryPlug, event: QueuedEvent): boolean {
  return event.type === 'message' && event.user?.id === plug.account;
}

/** What cannot be done to a message whose id is wrong. */
export const changes: readonly string[] = [
  'edit: gives our message a new content',
  'edit: comes back as an edit',
  'delete: takes our message away, and no other',
  'delete: takes all parts of a message away',
  'reaction: is put on a message and taken back',
  'reaction: by others',
];
