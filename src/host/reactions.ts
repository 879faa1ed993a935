/** Who reacted to a message, copy by copy: ours stand for somebody's, and one of ours may stand for several people's. */
import { refKey } from '../model/refs.ts';
import type { Copy } from '../order/ledger.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';

type ReactionEvent = Extract<ChatEvent, { type: 'reaction' }>;

const OURS = 'ours';

/** Whose reaction an event tells of: one of our own stands for the person we passed it on for. */
export function reactor(copy: Copy<Channel>, event: ReactionEvent): string {
  if (event.self) return copy.reactions?.get(event.emoji) ?? OURS;
  return event.user === undefined ? OURS : refKey(event.user);
}

/** Notes that somebody's reaction stands on a message, or no longer does. */
export function noteReaction(copy: Copy<Channel>, emoji: string, person: string, on: boolean): void {
  copy.reactions ??= new Map();
  copy.reactions.set(`${emoji} ${person}`, on ? 'on' : 'off');
}

/**
 * Notes somebody's reaction on a copy of ours; gives whether anything is to be sent for it. Where the network has
 * reactions ours stands for everybody's: it comes with the first and goes with the last.
 */
export function react(copy: Copy<Channel>, emoji: string, person: string, on: boolean, native: boolean): boolean {
  const state = copy.reactions?.get(`${emoji} ${person}`) ?? 'off';
  if (state === (on ? 'on' : 'off')) return false;
  const others = native && hasOthers(copy, emoji, person);
  noteReaction(copy, emoji, person, on);
  if (!others) copy.reactions?.set(emoji, person);
  return !others;
}

function hasOthers(copy: Copy<Channel>, emoji: string, person: string): boolean {
  for (const [key, state] of copy.reactions ?? []) {
    if (state === 'on' && key.startsWith(`${emoji} `) && key !== `${emoji} ${person}`) return true;
  }
  return false;
}
