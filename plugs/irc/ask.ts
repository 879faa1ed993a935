import { ForbiddenError, type Member, type QueuedUser, type User, UserNotFoundError } from '../../src/index.ts';
import type { ChannelMember } from './members.ts';
import { asciiLower } from './names.ts';
import type { Session } from './session.ts';

/** What a sign before a nick means (RFC 2811 §4.1, and what servers have added). */
const roles: Readonly<Record<string, string>> = { '~': 'owner', '&': 'admin', '@': 'op', '%': 'halfop', '+': 'voice' };

/** A nick, its highest role and, where it was asked for, its real name. */
export interface Found extends Pick<Member, 'role'> {
  readonly user: QueuedUser;
}

/** A member of a channel as the server lists them. */
export function foundMember({ nick, ranks }: ChannelMember): Found {
  const role = roles[ranks.slice(0, 1)];
  return { user: { id: asciiLower(nick), nick }, ...(role !== undefined && { role }) };
}

/** Who is in a channel that we are not in, as far as the server shows it (WHO). */
export async function askMembers(session: Session, channel: string): Promise<Found[]> {
  const answers = await session.router.query(`WHO ${channel}`, ({ command }) => command === '352');
  return answers.flatMap(({ params }) => {
    const [, , , , , nick, flags = ''] = params;
    if (nick === undefined) return [];
    const found = foundMember({ nick, ranks: flags.replace(/^[GH]\*?[dx]?/, '') });
    // The last parameter begins with the number of servers between us.
    const fullName = (params.at(-1) ?? '').replace(/^\d+ /, '');
    return { ...found, user: { ...found.user, ...(fullName !== '' && { fullName }) } };
  });
}

/** Somebody on the network (WHOIS). @throws UserNotFoundError */
export async function askUser(session: Session, nick: string): Promise<QueuedUser> {
  const [answer] = await session.router.query(`WHOIS ${nick}`, ({ command }) => command === '311');
  if (answer === undefined) throw new UserNotFoundError(`nobody is called ${nick}`);
  const [, found = nick] = answer.params;
  const fullName = answer.params.at(-1) ?? '';
  return { id: asciiLower(found), nick: found, ...(fullName !== '' && { fullName }) };
}

/** Whether the server knows a channel (MODE). */
export async function askExists(session: Session, channel: string): Promise<boolean> {
  const answers = await session.router.query(
    `MODE ${channel}`,
    ({ command }) => command === '403' || command === '401',
  );
  return answers.length === 0;
}

/** Does something to a channel. @throws ForbiddenError where the server refuses it */
export async function demand(
  session: Session,
  line: string,
  channel: string,
  users: readonly User[] = [],
): Promise<void> {
  const names = new Set([channel, ...users.map(({ id }) => id)].map(asciiLower));
  const concerns = (param: string): boolean => names.has(asciiLower(param));
  const refusals = await session.router.query(
    line,
    ({ command, params }) => /^4\d\d$/.test(command) && params.some(concerns),
  );
  const [refusal] = refusals;
  if (refusal !== undefined) throw new ForbiddenError(`${channel}: ${refusal.params.at(-1)} (${refusal.command})`);
}
