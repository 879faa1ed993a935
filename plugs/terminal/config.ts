import { Readable, Writable } from 'node:stream';
import * as v from 'valibot';

/** The configuration of a `TerminalPlug`. */
export interface TerminalConfig {
  /** The name of whoever types. Default `you`. */
  readonly nick?: string;
  /** The room that what is typed goes to at first. Default `terminal`. */
  readonly room?: string;
  /** Where lines are read from. Default: stdin. */
  readonly input?: Readable;
  /** Where messages are written to. Default: stdout. */
  readonly output?: Writable;
  /** Whether there are colours and marks. Default: where the output has colours. */
  readonly color?: boolean;
}

const name = v.pipe(
  v.string(),
  v.check(
    (text) => toName(text) === text && text !== '',
    'text of one line that is not empty, without spaces around it',
  ),
);

export const terminalSchema = v.strictObject({
  nick: v.optional(name),
  room: v.optional(name),
  input: v.optional(v.instance(Readable, 'a readable stream')),
  output: v.optional(v.instance(Writable, 'a writable stream')),
  color: v.optional(v.boolean()),
});

/** What somebody typed as a name: on one line, without spaces around it. */
export function toName(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
