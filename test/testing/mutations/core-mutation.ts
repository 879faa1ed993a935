/** One line of the core that a promise hangs on, and what it is made into to see whether a test notices. */
export interface CoreMutation {
  /** What the line is for: the part of the core, and what it does there. */
  readonly name: string;
  readonly file: string;
  /** A text that is in the file exactly once. As short as it can be, so that it survives other changes of its line. */
  readonly line: string;
  readonly becomes: string;
}
