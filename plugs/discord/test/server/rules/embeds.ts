import type { APIEmbed } from 'discord-api-types/v10';
import { type FieldPath, type Form, lengthOf } from './form.ts';
import { checkUrl } from './names.ts';

const links = ['http', 'https'];
const pictures = ['http', 'https', 'attachment'];

/** Checks the embeds of a message (Message Resource › Embed Limits) and returns them as they will be shown. */
export function checkEmbeds(form: Form, path: FieldPath, value: unknown): APIEmbed[] {
  const embeds = form.list(path, value, 10).map((entry, index) => checkEmbed(form, [...path, index], entry));
  const total = embeds.reduce((sum, embed) => sum + sizeOf(embed), 0);
  if (total > 6000) form.fail(path, 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
  return embeds;
}

function checkEmbed(form: Form, path: FieldPath, value: unknown): APIEmbed {
  const given = form.object(path, value);
  const text = (key: string, max: number): string | undefined => form.text([...path, key], trim(given[key]), { max });
  // Create Message › Limitations: every field can be set but type, provider, video, and the sizes of images.
  const embed: Record<string, unknown> = {
    type: 'rich',
    title: text('title', 256),
    description: text('description', 4096),
    url: checkUrl(form, [...path, 'url'], given['url'], links),
    color: form.integer([...path, 'color'], given['color'], 0, 0xffffff),
    timestamp: checkTime(form, [...path, 'timestamp'], given['timestamp']),
    footer: checkPart(form, [...path, 'footer'], given['footer'], 'text', 2048),
    author: checkPart(form, [...path, 'author'], given['author'], 'name', 256),
    image: checkPicture(form, [...path, 'image'], given['image']),
    thumbnail: checkPicture(form, [...path, 'thumbnail'], given['thumbnail']),
    fields: form.list([...path, 'fields'], given['fields'], 25).map((field, index) => {
      const at = [...path, 'fields', index];
      const entry = form.object(at, field);
      return {
        name: checkField(form, [...at, 'name'], entry['name'], 256),
        value: checkField(form, [...at, 'value'], entry['value'], 1024),
        inline: form.boolean([...at, 'inline'], entry['inline']) ?? false,
      };
    }),
  };
  for (const key of Object.keys(embed)) if (embed[key] === undefined || embed[key] === '') delete embed[key];
  if ((embed['fields'] as unknown[]).length === 0) delete embed['fields'];
  // An embed that shows nothing is refused under this field (as seen in public reports).
  if (Object.keys(embed).length === 1) form.required([...path, 'description'], undefined);
  return embed as unknown as APIEmbed;
}

function checkField(form: Form, path: FieldPath, value: unknown, max: number): string {
  const trimmed = trim(value);
  return form.required(path, trimmed) ? (form.text(path, trimmed, { max }) ?? '') : '';
}

function checkPart(form: Form, path: FieldPath, value: unknown, key: 'text' | 'name', max: number): unknown {
  if (value === undefined || value === null) return undefined;
  const given = form.object(path, value);
  const url = checkUrl(form, [...path, 'url'], given['url'], links);
  const icon = checkUrl(form, [...path, 'icon_url'], given['icon_url'], pictures);
  return {
    [key]: checkField(form, [...path, key], given[key], max),
    ...(url && { url }),
    ...(icon && { icon_url: icon }),
  };
}

function checkPicture(form: Form, path: FieldPath, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  const given = form.object(path, value);
  if (!form.required([...path, 'url'], given['url'])) return undefined;
  return { url: checkUrl(form, [...path, 'url'], given['url'], pictures) };
}

function checkTime(form: Form, path: FieldPath, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const time = new Date(value as string);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  form.fail(path, 'DATE_TIME_TYPE_PARSE', `Could not parse ${String(value)}. Should be ISO8601.`);
  return undefined;
}

/** Spaces at the ends are not counted and not kept (Message Resource › Embed Limits). */
function trim(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

function sizeOf(embed: APIEmbed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  for (const field of embed.fields ?? []) texts.push(field.name, field.value);
  return texts.reduce((sum, text) => sum + lengthOf(text ?? ''), 0);
}
