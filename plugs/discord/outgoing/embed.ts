import { type Card, RichText } from '../../../src/index.ts';
import type { APIEmbed } from '../client.ts';

/** Message Resource › Embed Limits, in code points. */
const limits = {
  title: 256,
  description: 4096,
  fields: 25,
  name: 256,
  value: 1024,
  footer: 2048,
  author: 256,
  all: 6000,
};

/** An empty name or value is refused; this one shows nothing. */
const blank = '\u200b';

/** A card as an embed, cut to what Discord takes. */
export function toEmbed(card: Card, render: (text: RichText) => string): APIEmbed {
  const room = { left: limits.all };
  const take = (text: string | undefined, limit: number): string | undefined => {
    const cut = cutTo(text?.trim() ?? '', Math.min(limit, room.left));
    room.left -= Array.from(cut).length;
    return cut === '' ? undefined : cut;
  };
  // Titles and fields show markup, the names of authors and the small print at the foot do not.
  const literal = (text: string | undefined): string | undefined => text && render(new RichText(text));
  const title = take(literal(card.title), limits.title);
  const author = take(card.author, limits.author);
  const footer = take(card.footer, limits.footer);
  const description = take(card.body ? render(card.body) : literal(card.summary), limits.description);
  const fields = (card.fields ?? []).slice(0, limits.fields).flatMap(({ name, value, inline }) => {
    if (room.left < 2) return [];
    const shown = {
      name: take(literal(name), limits.name) ?? blank,
      value: take(literal(value), limits.value) ?? blank,
    };
    return [{ ...shown, ...(inline && { inline }) }];
  });
  const color = toColor(card.color);
  const embed: APIEmbed = {
    ...(title && { title }),
    ...(author && { author: { name: author } }),
    ...(footer && { footer: { text: footer } }),
    ...(description && { description }),
    ...(isWeb(card.link) && { url: card.link }),
    ...(isWeb(card.image) && { image: { url: card.image } }),
    ...(isWeb(card.thumbnail) && { thumbnail: { url: card.thumbnail } }),
    ...(fields.length > 0 && { fields }),
  };
  const shows = Object.keys(embed).some((key) => key !== 'url');
  return { ...embed, ...(!shows && { description: card.link ?? blank }), ...(color !== undefined && { color }) };
}

/** The CSS colours that cards are most often given, and any `#rrggbb`. */
const names: Readonly<Record<string, number>> = {
  black: 0x000000,
  blue: 0x0000ff,
  gray: 0x808080,
  green: 0x008000,
  lime: 0x00ff00,
  navy: 0x000080,
  orange: 0xffa500,
  purple: 0x800080,
  red: 0xff0000,
  teal: 0x008080,
  white: 0xffffff,
  yellow: 0xffff00,
};

function toColor(color: Card['color']): number | undefined {
  if (typeof color === 'number') return color >= 0 && color <= 0xffffff ? Math.trunc(color) : undefined;
  if (color === undefined) return undefined;
  return /^#[\da-f]{6}$/i.test(color) ? Number.parseInt(color.slice(1), 16) : names[color.toLowerCase()];
}

/** Embeds take addresses of the web of up to 2048 characters. */
function isWeb(url: string | undefined): url is string {
  return url !== undefined && url.length <= 2048 && /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}

function cutTo(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, Math.max(0, limit - 1)).join('')}…`.slice(0, limit);
}
