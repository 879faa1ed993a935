import { RichText } from './rich-text.ts';

/** The text without anything that pings everyone. */
export function defuse(text: RichText): RichText {
  return new RichText(
    text.segments.map((segment) => {
      const { mention, ...rest } = segment;
      const plain = { ...rest, text: rest.text.replace(/@(?=everyone|here)/gi, '@\u200b') };
      return mention === undefined || typeof mention === 'string' ? plain : { ...plain, mention };
    }),
  );
}
