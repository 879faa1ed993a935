/** Something that has to be written down before it counts. */
export interface Safe {
  readonly done: boolean;
  /** Why it never will be. */
  readonly error?: unknown;
  /** Calls back once it is done or refused; at once where that is so already. */
  whenDone(callback: () => void): void;
}

/** Whether something is still being written down. */
export function isPending(safe: Safe | undefined): safe is Safe {
  return safe !== undefined && !safe.done && safe.error === undefined;
}
