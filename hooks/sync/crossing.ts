import type { Channel, ChatEvent, Message, MessageRef, PostOptions, Route, User } from '../../src/index.ts';
import type { Look } from './look.ts';
import { channelName } from './names.ts';
import { notice } from './notices.ts';

/** One way from one channel to another. */
interface Way {
  readonly channel: Channel;
  readonly look: Look;
  readonly options: PostOptions;
}

type ContentEvent = Extract<ChatEvent, { type: 'message' | 'edit' }>;

const NOWHERE: readonly Route[] = [];

/** All ways that lead out of one channel. What can be worked out once is: this is what every message comes through. */
export class Crossing {
  readonly #ways: readonly Way[];
  /** Where everything goes that stays as it is. */
  readonly #plain: readonly Route[];
  /** Whether people are shown under other names anywhere. */
  readonly #renames: boolean;

  constructor(from: Channel, targets: ReadonlyMap<Channel, Look>) {
    const origin = { network: from.plug.networkName, channel: channelName(from) };
    this.#ways = Array.from(targets, ([channel, look]) => {
      return { channel, look, options: { ...look.options, origin } };
    });
    this.#plain = this.#ways.map(({ channel, options }) => ({ channel, options }));
    this.#renames = this.#ways.some(({ look }) => look.name !== undefined);
  }

  /** Where an event goes; `root` is the message that its thread grew from, where the thread itself is not bridged. */
  routes(event: ChatEvent, root: MessageRef | undefined): readonly Route[] {
    switch (event.type) {
      case 'message':
        return this.#contents(event, root, this.#ways);
      case 'edit':
        return this.#contents(event, root, this.#to('edits'));
      case 'delete':
        return this.#plain;
      case 'reaction':
        return this.#to('reactions').map(({ channel, options }) => ({ channel, options }));
      case 'join':
      case 'leave':
        return this.#notices(event, root, 'joins');
      case 'rename':
      case 'title':
      case 'topic':
        return this.#notices(event, root, 'renames');
      default:
        return NOWHERE;
    }
  }

  #to(what: 'edits' | 'reactions'): readonly Way[] {
    return this.#ways.filter(({ look }) => look[what]);
  }

  #contents(event: ContentEvent, root: MessageRef | undefined, ways: readonly Way[]): readonly Route[] {
    const said = event.self ? withoutSelf(event) : event.source;
    const message = root === undefined || said.replyTo !== undefined ? said : { ...said, replyTo: root };
    // What we sent was named when it was sent: a copy that is carried on keeps the name it has.
    const asIs = event.self || !this.#renames;
    if (asIs && message === event.source && ways === this.#ways) return this.#plain;
    return asIs ? ways.map(({ channel, options }) => ({ channel, message, options })) : named(message, event, ways);
  }

  #notices(event: ChatEvent, root: MessageRef | undefined, what: 'renames' | 'joins'): readonly Route[] {
    if (root !== undefined || !this.#ways.some(({ look }) => look[what])) return NOWHERE;
    const message = notice(event);
    if (message === undefined) return NOWHERE;
    // Where it is not to be told, a route without a message keeps it from coming by another way.
    return named(message, event, this.#ways).map((route, index) =>
      this.#ways[index]?.look[what] ? route : { channel: route.channel },
    );
  }
}

/** Routes with the author's name as each of them wants it; worked out once for ways that share a look. */
function named(message: Message, { channel: from }: ChatEvent, ways: readonly Way[]): readonly Route[] {
  const { user } = message;
  let last: Look | undefined;
  let shown = message;
  return ways.map(({ channel, look, options }) => {
    if (user !== undefined && look !== last) {
      shown = withName(message, user, look, from);
      last = look;
    }
    return { channel, message: shown, options };
  });
}

function withName(message: Message, user: User, { name }: Look, from: Channel): Message {
  if (name === undefined) return message;
  const nick = name(user, from);
  return nick === user.nick ? message : { ...message, user: { ...user, nick } };
}

/** What our own account said, as it would say it elsewhere: in its own name. */
function withoutSelf({ source, plug }: ContentEvent): Message {
  const { user, ...said } = source;
  const own = user !== undefined && user.id === plug.self?.id && user.network === plug.networkId;
  return own ? said : source;
}
