import { ForbiddenError, NotJoinedError, type TielineError, UserNotFoundError } from '../../src/index.ts';

/** The numerics with which a server keeps us out of a channel. */
export const joinRefusals: ReadonlySet<string> = new Set([
  '403', '405', '437', '470', '471', '473', '474', '475', '476', '477', '480', '485', '489', '495', '500', '520',
]); // biome-ignore format: one list

/** The numerics with which a server refuses a message, each naming its target. */
const sendRefusals: Readonly<Record<string, (text: string) => TielineError>> = {
  '401': (text) => new UserNotFoundError(text),
  '403': (text) => new NotJoinedError(text),
  '404': (text) => new ForbiddenError(text),
  '407': (text) => new ForbiddenError(text),
  '408': (text) => new ForbiddenError(text),
  '415': (text) => new ForbiddenError(text),
  '442': (text) => new NotJoinedError(text),
  '477': (text) => new ForbiddenError(text),
  '486': (text) => new ForbiddenError(text),
  '531': (text) => new ForbiddenError(text),
  '716': (text) => new ForbiddenError(text),
};

/** The error that a numeric means for a message we sent, or undefined where it means none. */
export function sendRefusal(numeric: string, target: string, text: string): TielineError | undefined {
  return sendRefusals[numeric]?.(`the server refused a message to ${target}: ${text} (${numeric})`);
}
