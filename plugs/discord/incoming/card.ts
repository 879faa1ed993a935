import type { Card, CardField } from '../../../src/index.ts';
import type { RichText } from '../../../src/text/index.ts';
import type { APIEmbed } from '../client.ts';
import { EmbedType } from '../client.ts';

type Field = NonNullable<APIEmbed['fields']>[number];

/**
 * The card of a message: what bots and webhooks wrote as embeds. Previews of links are left out, since whoever reads
 * the link gets one of their own. Several embeds become one card, since that is what a message has.
 */
export function toCard(embeds: readonly APIEmbed[], read: (text: string) => RichText): Card | undefined {
  const [first, ...others] = embeds.filter((embed) => (embed.type ?? EmbedType.Rich) === EmbedType.Rich);
  if (first === undefined) return undefined;
  // Only the body has marks; the other texts are shown as they read.
  const plain = (text: string | undefined): string => (text ? String(read(text)) : '');
  const toField = ({ name, value, inline }: Field): CardField => ({
    name: plain(name),
    value: plain(value),
    ...(inline && { inline }),
  });
  const fields = (first.fields ?? []).map(toField);
  for (const embed of others) {
    const value = [plain(embed.description), embed.url].filter(Boolean).join('\n');
    fields.push(
      { name: plain(embed.title) || (embed.author?.name ?? ''), value },
      ...(embed.fields ?? []).map(toField),
    );
  }
  const { title, description, url, color, footer, image, thumbnail, author } = first;
  return {
    ...(title && { title: plain(title) }),
    ...(description && { body: read(description) }),
    ...(url && { link: url }),
    ...(image && { image: image.url }),
    ...(thumbnail && { thumbnail: thumbnail.url }),
    ...(color !== undefined && { color }),
    ...(footer && { footer: footer.text }),
    ...(author && { author: author.name }),
    ...(fields.length > 0 && { fields: fields.filter(({ name, value }) => name !== '' || value !== '') }),
  };
}
