import { JOINER, type SpanRules } from '../spans/rules.ts';

const WORD = /[\p{L}\p{N}]/u;

/** A mark stands at the edges of words; a zero-width space makes an edge. */
export const slackRules: SpanRules = {
  boundary: '\u200b',
  fences: true,
  opensAfter: (character) => !WORD.test(character) && character !== JOINER,
  closesBefore: (character) => !WORD.test(character),
};

/**
 * An emoji by its name, or what looks like one: typed ones have a zero-width non-joiner behind the first colon, and
 * emoji one before it where the text before them could begin one.
 */
export const EMOJI = /\u200c?:\u200c*(?:[+-]1|(?=[\d_+-]*[a-z])[a-z0-9_+-]+):(?::skin-tone-[2-6]:)?/;
