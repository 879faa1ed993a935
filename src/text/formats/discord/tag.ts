import { displayName } from '../../../model/user.ts';
import type { Segment } from '../../segment.ts';
import { type DiscordContext, EMOJI_ADDRESS } from './context.ts';

const TAG =
  /^<(?:@!?(?<user>\d+)|@&(?<role>\d+)|#(?<channel>\d+)|(?<animated>a)?:(?<name>\w+):(?<emoji>\d{15,21})|t:(?<time>-?\d{1,13})(?::(?<style>[tTdDfFsSR]))?|\/(?<command>[^:<>]+):\d+|(?<address>https?:\/\/[^<>]+))>$/;

/** Whether Discord reads this as something in angle brackets. */
export function isTag(source: string): boolean {
  return TAG.test(source);
}

/** Reads a mention, a custom emoji, a time, a command or an address. */
export function readTag(source: string, context: DiscordContext): Segment {
  const { user, role, channel, animated, name, emoji, time, style, command, address } = TAG.exec(source)?.groups ?? {};
  if (user !== undefined) return readUser(user, context);
  if (role !== undefined) return { text: `@${context.role?.(role) ?? role}` };
  if (channel !== undefined) return readChannel(channel, context);
  if (name !== undefined && emoji !== undefined) {
    const url = `${EMOJI_ADDRESS}${emoji}.${animated === undefined ? 'png' : 'gif'}`;
    return { text: `:${name}:`, emoji: { name, id: emoji, url } };
  }
  if (time !== undefined) return { text: readTime(source, Number(time), style) };
  return { text: command === undefined ? (address ?? source) : `/${command}` };
}

function readUser(id: string, { network, user }: DiscordContext): Segment {
  const known = user?.(id);
  if (known !== undefined) return { text: `@${displayName(known)}`, mention: known };
  return network === undefined ? { text: `@${id}` } : { text: `@${id}`, mention: { kind: 'user', network, id } };
}

function readChannel(id: string, { network, channel }: DiscordContext): Segment {
  const text = `#${channel?.(id) ?? id}`;
  return network === undefined ? { text } : { text, mention: { kind: 'channel', network, source: id } };
}

/** A time, which Discord shows to everybody in their own zone, in UTC. */
function readTime(source: string, seconds: number, style = 'f'): string {
  const time = new Date(seconds * 1000);
  if (Number.isNaN(time.getTime())) return source;
  const [date = '', clock = ''] = time.toISOString().split('T');
  if (style === 'd' || style === 'D') return date;
  const minutes = clock.slice(0, style === 'T' ? 8 : 5);
  return style === 't' || style === 'T' ? `${minutes} UTC` : `${date} ${minutes} UTC`;
}
