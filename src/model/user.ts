import type { ChannelRef, UserRef } from './refs.ts';

/** Somebody who writes: an account on a network. Plain and JSON-safe. */
export interface User extends UserRef {
  /** The short name people call them by. */
  readonly nick?: string;
  /** The long or real name, where the network has one. */
  readonly fullName?: string;
  readonly email?: string;
  /** The address of their picture. */
  readonly avatar?: string;
  /** The address of their profile. */
  readonly link?: string;
  /** Whether the network says that a program writes under this account. */
  readonly bot?: boolean;
  /** The program they write with, where the network tells. */
  readonly client?: string;
  /** Whether the name was chosen by the author and not vouched for by the network (a webhook's, a guest's). */
  readonly suggested?: boolean;
}

/** A user as seen inside one channel. */
export interface Member {
  readonly user: User;
  readonly channel: ChannelRef;
  /** Their name in this channel, where it differs from the user's own. */
  readonly nick?: string;
  /** What they may do there, in the network's own word: `op`, `voice`, `admin`, … */
  readonly role?: string;
  /** Whether the network hides who they are (an anonymous admin, a hidden room address). */
  readonly anonymous?: boolean;
}

/** The name to show for a user: nick, else full name, else id. */
export function displayName(user: User): string {
  return user.nick || user.fullName || user.id;
}
