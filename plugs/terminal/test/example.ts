import { PassThrough } from 'node:stream';
import { TerminalPlug } from '../index.ts';

/** One that reads and writes nothing real. */
export const example: TerminalPlug = new TerminalPlug('terminal', {
  input: new PassThrough(),
  output: new PassThrough(),
  color: true,
});
