import { RichText } from './rich-text.ts';
import type { Segment } from './segment.ts';

/** Ends a name without being seen. */
const ZERO_WIDTH_SPACE = '\u200b';
const DISARMED = `@${ZERO_WIDTH_SPACE}`;
/** Joins two letters without being seen: the name reads the same but is no longer the same. */
const ZERO_WIDTH_JOINER = '\u200d';

/** The words with which networks call everybody; Discord takes the first two within a word as well. */
const CALL = /@(?=everyone|here)|(?<![\w.+-])@(?=(?:all|channel|room)\b)/gi;

/**
 * The text without anything that calls everybody: such a mention becomes its text, and in typed text a zero-width space
 * after the `@` takes the meaning off the word. The same object where there is nothing to do.
 */
export function defuse(text: RichText): RichText {
  if (!text.toString().includes('@')) {
    return text.segments.some((segment) => typeof segment.mention === 'string') ? defuseSegments(text) : text;
  }
  return text.isPlain ? new RichText(text.toString().replace(CALL, DISARMED)) : defuseSegments(text);
}

/** The nick as somebody reads it, but such that a client does not take it for that nick and highlight its owner. */
export function defuseNick(nick: string): string {
  const [first = ''] = nick;
  return first === '' ? '' : `${first}${ZERO_WIDTH_JOINER}${nick.slice(first.length)}`;
}

/** A call may begin in one segment and end in another, which a network without their marks would join. */
function defuseSegments(text: RichText): RichText {
  const calls = new Set(Array.from(text.toString().matchAll(CALL), ({ index }) => index));
  let offset = 0;
  return new RichText(
    text.segments.map((segment): Segment => {
      const { mention, ...rest } = segment;
      const safe = {
        ...rest,
        text: rest.text.replaceAll('@', (sign, at) => (calls.has(offset + at) ? DISARMED : sign)),
      };
      offset += rest.text.length;
      return mention === undefined || typeof mention === 'string' ? safe : { ...safe, mention };
    }),
  );
}
