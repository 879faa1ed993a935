import { type Channel, displayName, type User } from '../../src/index.ts';

/** Gives the name under which somebody who wrote in `channel` is shown elsewhere. */
export type NameFormat = (user: User, channel: Channel) => string;

/** What a name format and a prefix may name. */
const FIELD = /\{(\w+)\}/g;
// Pictographs with all that may follow them, flags and keycaps; but not the signs of everyday text.
const EMOJI = /\p{RGI_Emoji}|[\p{Extended_Pictographic}--[©®™]]\uFE0F?/gv;

/** The fields of a template that are not among those it may have. */
export function unknownFields(template: string, known: readonly string[]): string[] {
  return Array.from(template.matchAll(FIELD), ([, field = '']) => field).filter((field) => !known.includes(field));
}

/** The name of a channel as people of its network would type it. */
export function channelName(channel: Channel): string {
  return channel.plug.format?.(channel.ref) ?? channel.source;
}

/** A name without its emoji, and without the gaps they leave. */
export function withoutEmoji(name: string): string {
  return name.replace(EMOJI, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * What makes a name of a user and the channel they wrote in; undefined where the name stays as it is. It stays as it is,
 * too, where nothing comes out, or the function throws: then `warn` is told.
 */
export function toNameFormat(
  format: string | NameFormat | undefined,
  stripEmoji: boolean,
  warn: (error: unknown) => void,
): NameFormat | undefined {
  const make = typeof format === 'string' ? fromTemplate(format) : format && guarded(format, warn);
  if (!stripEmoji) return make && ((user, channel) => filled(make(user, channel), user));
  return (user, channel) => {
    const bare = withBareNames(user);
    return filled(make === undefined ? displayName(bare) : make(bare, channel), bare);
  };
}

function fromTemplate(template: string): NameFormat {
  return (user, channel) =>
    template.replace(FIELD, (_, field: string) => {
      if (field === 'fullName') return user.fullName || displayName(user);
      if (field === 'network') return channel.plug.networkName;
      return field === 'channel' ? channelName(channel) : displayName(user);
    });
}

function guarded(format: NameFormat, warn: (error: unknown) => void): NameFormat {
  return (user, channel) => {
    try {
      return format(user, channel);
    } catch (error) {
      warn(error);
      return '';
    }
  };
}

function filled(name: unknown, user: User): string {
  return typeof name === 'string' && name.trim() !== '' ? name : displayName(user);
}

function withBareNames(user: User): User {
  const { nick = '', fullName = '', ...rest } = user;
  const [bareNick, bareFull] = [withoutEmoji(nick), withoutEmoji(fullName)];
  // Somebody whose name is nothing but emoji keeps it: it beats an id.
  if ((bareNick === nick && bareFull === fullName) || (bareNick === '' && bareFull === '')) return user;
  return { ...rest, ...(bareNick !== '' && { nick: bareNick }), ...(bareFull !== '' && { fullName: bareFull }) };
}
