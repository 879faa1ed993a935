import type { Channel, QueuedEvent, QueuedUser } from '../../src/index.ts';
import type { Identity } from './identity.ts';
import type { MemberList } from './members.ts';
import type { IrcMessage } from './message.ts';
import { isChannelName } from './names.ts';
import { timeOf, userOf } from './receive.ts';
import type { Rooms } from './rooms.ts';

/** What following the comings and goings needs. */
export interface TrafficParts {
  readonly identity: Identity;
  readonly members: MemberList;
  readonly rooms: Rooms;
  /** The topics of the channels we are in, by source. */
  readonly topics: Map<string, string>;
  channel(source: string): Channel;
  emit(event: QueuedEvent): void;
  /** Why something may have been missed in a channel that we enter; asked once. */
  takeGap(source: string): string | undefined;
}

type Handler = (parts: TrafficParts, message: IrcMessage) => void;

/** Keeps the lists of members right, and tells of who comes and goes. Lines that lack a parameter are passed over. */
export const trafficHandlers: Readonly<Record<string, Handler>> = {
  JOIN(parts, message) {
    const { nick, params } = message;
    for (const name of (params[0] ?? '').split(',')) {
      if (!isChannelName(name) || nick === '') continue;
      if (parts.identity.isUs(nick)) {
        parts.identity.prefix = message.prefix;
        parts.members.enter(name);
        parts.rooms.entered(name);
        const reason = parts.takeGap(parts.rooms.sourceOf(name));
        if (reason !== undefined) emit(parts, message, name, { type: 'gap', reason });
      }
      parts.members.add(name, nick);
      emit(parts, message, name, { type: 'join', users: [userOf(nick)] });
    }
  },

  PART(parts, message) {
    const { nick, params } = message;
    for (const name of (params[0] ?? '').split(',')) leave(parts, message, name, nick, params[1]);
  },

  KICK(parts, message) {
    const [name = '', nick = '', reason = ''] = message.params;
    leave(parts, message, name, nick, reason, userOf(message.nick));
  },

  QUIT(parts, message) {
    const { nick, params } = message;
    if (parts.identity.isUs(nick)) return;
    const reason = params[0] ? { reason: params[0] } : {};
    for (const name of parts.members.quit(nick)) {
      emit(parts, message, name, { type: 'leave', users: [userOf(nick)], ...reason });
    }
    parts.identity.freed(nick);
  },

  NICK(parts, message) {
    const { nick, params } = message;
    const after = params[0];
    if (after === undefined || after === '' || nick === '') return;
    if (parts.identity.isUs(nick)) {
      parts.identity.become(after);
      // Services may have taken the nick from us.
      parts.identity.regain();
    }
    const names = parts.members.rename(nick, after);
    for (const name of names) {
      emit(parts, message, name, { type: 'rename', before: userOf(nick), after: userOf(after) });
    }
    parts.identity.freed(nick);
  },

  MODE(parts, { params }) {
    const [name = '', letters = '', ...values] = params;
    if (isChannelName(name)) parts.members.setRanks(name, letters, values);
  },

  TOPIC(parts, message) {
    const [name = '', text = ''] = message.params;
    parts.topics.set(parts.rooms.sourceOf(name), text);
    emit(parts, message, name, { type: 'topic', text });
  },

  INVITE(parts, { params }) {
    if (parts.identity.isUs(params[0] ?? '')) parts.rooms.invited(params[1] ?? '');
  },

  // Host or user name changed (IRCv3 chghost): the prefix of our lines is longer or shorter now.
  CHGHOST(parts, { nick, params }) {
    if (parts.identity.isUs(nick) && params.length >= 2) parts.identity.prefix = `${nick}!${params[0]}@${params[1]}`;
  },

  // RPL_TOPIC
  '332'(parts, { params }) {
    parts.topics.set(parts.rooms.sourceOf(params[1] ?? ''), params[2] ?? '');
  },

  // RPL_NAMREPLY
  '353'(parts, { params }) {
    parts.members.names(params[2] ?? '', params[3] ?? '');
  },
};

type Content =
  | {
      readonly type: 'join' | 'leave';
      readonly users: readonly QueuedUser[];
      readonly reason?: string;
      readonly by?: QueuedUser;
    }
  | { readonly type: 'rename'; readonly before: QueuedUser; readonly after: QueuedUser }
  | { readonly type: 'topic'; readonly text: string }
  | { readonly type: 'gap'; readonly reason: string };

function emit(parts: TrafficParts, message: IrcMessage, name: string, content: Content): void {
  const channel = parts.channel(parts.rooms.sourceOf(name));
  const user = message.prefix.includes('!') ? { user: userOf(message.nick) } : {};
  parts.emit({ channel, raw: message, ...user, ...timeOf(message), ...content });
}

function leave(
  parts: TrafficParts,
  message: IrcMessage,
  name: string,
  nick: string,
  reason = '',
  by?: QueuedUser,
): void {
  if (!isChannelName(name) || nick === '') return;
  const wasThere = parts.members.remove(name, nick);
  const isUs = parts.identity.isUs(nick);
  if (wasThere || isUs) {
    const why = { ...(reason !== '' && { reason }), ...(by !== undefined && { by }) };
    emit(parts, message, name, { type: 'leave', users: [userOf(nick)], ...why });
  }
  if (!isUs) return;
  parts.members.exit(name);
  parts.topics.delete(parts.rooms.sourceOf(name));
  if (by === undefined) parts.rooms.left(name, reason);
  else parts.rooms.kicked(name, `${by.nick ?? by.id}${reason === '' ? '' : `: ${reason}`}`);
}
