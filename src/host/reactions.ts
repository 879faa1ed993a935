/**
 * Who reacted to a message with what, over all its copies. Each change has a version, as edits have: what a network
 * confirms of an older one is no news, however late it comes.
 */
import { refKey } from '../model/refs.ts';
import type { User } from '../model/user.ts';
import type { Copy, Family, Standing } from '../order/ledger.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';

type ReactionEvent = Extract<ChatEvent, { type: 'reaction' }>;

/** One person's reaction that is to be carried on. */
export interface Reacted {
  readonly key: string;
  readonly standing: Standing;
}

/** What an event changes: somebody's reaction, or what we put there for others and the network now confirms. */
export function reacted(event: ReactionEvent, from: Copy<Channel>, family: Family<Channel>): readonly Reacted[] {
  const { emoji, removed, self, user } = event;
  family.reactions ??= new Map();
  // What we put there before a restart is not known; the network's word for it must not become ours.
  if (self && (family.restored || standings(from, emoji).some(({ ours }) => ours)))
    return confirmed(family.reactions, emoji, !removed);
  const key = keyOf(emoji, self ? undefined : user);
  const before = family.reactions.get(key);
  // Another hook may have noted it already, and carries it elsewhere.
  if (before?.on === !removed) return [{ key, standing: before }];
  const standing = { on: !removed, version: (before?.version ?? 0) + 1, ours: false, ...(user && !self && { user }) };
  family.reactions.set(key, standing);
  from.reactions ??= new Map();
  from.reactions.set(key, standing);
  return [{ key, standing }];
}

/**
 * Notes a reaction on another copy. Where the network has reactions ours stands for everybody's: it comes with the first
 * and goes with the last, and is `held` meanwhile. Gives undefined where the copy has had the reaction.
 */
export function react(
  copy: Copy<Channel>,
  emoji: string,
  { key, standing }: Reacted,
  native: boolean,
): { readonly held: boolean } | undefined {
  const has = copy.reactions?.get(key);
  if (has !== undefined && has.version >= standing.version) return undefined;
  const held = native && standings(copy, emoji).some((other) => other !== has && other.ours && other.on);
  copy.reactions ??= new Map();
  copy.reactions.set(key, { ...standing, ours: true });
  return { held };
}

function confirmed(all: ReadonlyMap<string, Standing>, emoji: string, on: boolean): Reacted[] {
  return Array.from(all, ([key, standing]) => ({ key, standing })).filter(
    ({ key, standing }) => key.startsWith(`${emoji} `) && standing.on === on,
  );
}

function standings({ reactions }: Copy<Channel>, emoji: string): Standing[] {
  const all = Array.from(reactions ?? []);
  return all.flatMap(([key, standing]) => (key.startsWith(`${emoji} `) ? [standing] : []));
}

function keyOf(emoji: string, user: User | undefined): string {
  return `${emoji} ${user === undefined ? '' : refKey(user)}`;
}
