import {
  BadReferenceError,
  type Message,
  type MessageInput,
  NotConnectedError,
  RichText,
  type User,
} from '../../src/index.ts';

/** One message on a {@link MemoryNetwork}, as everybody on it sees it. */
export interface MemoryMessage {
  readonly id: string;
  readonly user: Pick<User, 'id' | 'nick' | 'avatar'>;
  readonly content: Omit<Message, 'user'>;
  /** Who reacted, by emoji. */
  readonly reactions: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What an account on the network is told. */
export interface MemoryListener {
  readonly account: string;
  message(source: string, message: MemoryMessage, key: string | undefined): void;
  edit(source: string, message: MemoryMessage): void;
  remove(source: string, id: string, by: string): void;
  react(source: string, id: string, by: string, emoji: string, removed: boolean): void;
  member(source: string, type: 'join' | 'leave', nick: string): void;
  rename(source: string, nick: string, to: string): void;
  topic(source: string, text: string, by: string): void;
  typing(source: string, nick: string): void;
  cut(reason: string): void;
}

interface StoredMessage extends MemoryMessage {
  content: Omit<Message, 'user'>;
  readonly reactions: Map<string, Set<string>>;
}

interface Room {
  readonly messages: Map<string, StoredMessage>;
  readonly members: Set<string>;
  topic: string;
}

/** How many messages of a room are kept. */
const KEPT = 5000;

/**
 * A chat network inside this process, with any number of accounts. Tests and demos say things on it, look at what was said,
 * and make it misbehave.
 */
export class MemoryNetwork {
  readonly name: string;
  /** When the echo of a message comes back to who sent it: before the sender is answered, or held until `flush()`, or not at all. */
  echo: 'early' | 'held' | 'never' = 'early';
  /** Asked before each message that an account sends; throw to refuse it, await to delay it. */
  beforeSend: ((source: string, account: string, content: Omit<Message, 'user'>) => unknown) | undefined;
  /** Asked after each message was taken; throw to lose the answer. */
  afterSend: ((source: string, account: string, id: string) => unknown) | undefined;
  readonly #listeners = new Map<string, MemoryListener>();
  readonly #rooms = new Map<string, Room>();
  #held: (() => void)[] = [];
  #down = false;
  #count = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Somebody says something; gives the id of the message. */
  say(source: string, nick: string, message: MessageInput): string {
    return this.#add(source, { id: nick, nick }, toContent(message), undefined).id;
  }

  /** Somebody changes what they said; what it answers stays. */
  edit(source: string, id: string, message: MessageInput): void {
    const stored = this.#message(source, id);
    const { replyTo } = stored.content;
    stored.content = { ...(replyTo && { replyTo }), ...toContent(message) };
    this.#tell((listener) => listener.edit(source, stored));
  }

  /** Somebody takes back what they said. */
  remove(source: string, id: string, by = this.#message(source, id).user.id): void {
    this.#room(source).messages.delete(id);
    this.#tell((listener) => listener.remove(source, id, by));
  }

  /** Somebody reacts to a message, or with `removed` takes it back. */
  react(source: string, id: string, nick: string, emoji: string, removed = false): void {
    const { reactions } = this.#message(source, id);
    const people = reactions.get(emoji) ?? new Set<string>();
    if (removed) people.delete(nick);
    else people.add(nick);
    reactions.set(emoji, people);
    this.#tell((listener) => listener.react(source, id, nick, emoji, removed));
  }

  join(source: string, nick: string): void {
    this.#room(source).members.add(nick);
    this.#tell((listener) => listener.member(source, 'join', nick));
  }

  leave(source: string, nick: string): void {
    this.#rooms.get(source)?.members.delete(nick);
    this.#tell((listener) => listener.member(source, 'leave', nick));
  }

  setTopic(source: string, text: string, by: string): void {
    this.#room(source).topic = text;
    this.#tell((listener) => listener.topic(source, text, by));
  }

  typing(source: string, nick: string): void {
    this.#tell((listener) => listener.typing(source, nick));
  }

  /** What was said in a room, oldest first. */
  messages(source: string): readonly MemoryMessage[] {
    return [...(this.#rooms.get(source)?.messages.values() ?? [])];
  }

  /** The plain text of what was said in a room, oldest first. */
  texts(source: string): readonly string[] {
    return this.messages(source).map(({ content }) => String(content.text ?? ''));
  }

  members(source: string): readonly string[] {
    return [...(this.#rooms.get(source)?.members ?? [])];
  }

  /** Somebody takes another nick, in every room they are in. */
  rename(nick: string, to: string): void {
    for (const [source, { members }] of this.#rooms) {
      if (!members.delete(nick)) continue;
      members.add(to);
      this.#tell((listener) => listener.rename(source, nick, to));
    }
  }

  topic(source: string): string {
    return this.#rooms.get(source)?.topic ?? '';
  }

  sources(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  /** Lets the held echoes go, in order. */
  flush(): void {
    const held = this.#held;
    this.#held = [];
    for (const tell of held) tell();
  }

  /** Cuts every connection, and lets nobody in until {@link mend}. */
  cut(reason = 'the network was cut'): void {
    this.#down = true;
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of listeners) listener.cut(reason);
  }

  /** Lets everybody in again. */
  mend(): void {
    this.#down = false;
  }

  /** An account connects. @throws NotConnectedError while the network is cut, or the account is connected from elsewhere */
  attach(listener: MemoryListener): void {
    const { account } = listener;
    if (this.#down) throw new NotConnectedError(`${this.name}: the network is cut`);
    if (this.#listeners.has(account))
      throw new NotConnectedError(`${this.name}: ${account} is connected from elsewhere`);
    this.#listeners.set(account, listener);
  }

  /** @throws NotConnectedError where the account is not connected */
  requireConnected(account: string): void {
    if (!this.#listeners.has(account)) throw new NotConnectedError(`${this.name}: ${account} is not connected`);
  }

  detach(listener: MemoryListener): void {
    if (this.#listeners.get(listener.account) === listener) this.#listeners.delete(listener.account);
  }

  /** An account sends a message; gives its id. @throws NotConnectedError where the account is not connected */
  send(
    account: string,
    source: string,
    user: MemoryMessage['user'],
    content: Omit<Message, 'user'>,
    key: string,
  ): Promise<string> | string {
    const refused = this.beforeSend?.(source, account, content);
    if (refused instanceof Promise) return refused.then(() => this.#take(account, source, user, content, key));
    return this.#take(account, source, user, content, key);
  }

  #take(
    account: string,
    source: string,
    user: MemoryMessage['user'],
    content: Omit<Message, 'user'>,
    key: string,
  ): Promise<string> | string {
    this.requireConnected(account);
    const { id } = this.#add(source, user, content, { account, key });
    const answered = this.afterSend?.(source, account, id);
    return answered instanceof Promise ? answered.then(() => id) : id;
  }

  #add(
    source: string,
    user: MemoryMessage['user'],
    content: Omit<Message, 'user'>,
    sender: { account: string; key: string } | undefined,
  ): StoredMessage {
    this.#count += 1;
    const message: StoredMessage = { id: `${this.name}-${this.#count}`, user, content, reactions: new Map() };
    const { messages } = this.#room(source);
    messages.set(message.id, message);
    if (messages.size > KEPT) messages.delete(messages.keys().next().value as string);
    for (const listener of this.#listeners.values()) {
      if (listener.account !== sender?.account) listener.message(source, message, undefined);
      else if (this.echo === 'early') listener.message(source, message, sender.key);
      else if (this.echo === 'held') this.#held.push(() => listener.message(source, message, sender.key));
    }
    return message;
  }

  #message(source: string, id: string): StoredMessage {
    const message = this.#rooms.get(source)?.messages.get(id);
    if (message === undefined) throw new BadReferenceError(`${this.name}: there is no message ${id} in ${source}`);
    return message;
  }

  /** The room, made where there is none: for what writes to it, and nothing else. */
  #room(source: string): Room {
    let room = this.#rooms.get(source);
    if (room === undefined) {
      room = { messages: new Map(), members: new Set(), topic: '' };
      this.#rooms.set(source, room);
    }
    return room;
  }

  #tell(tell: (listener: MemoryListener) => void): void {
    for (const listener of this.#listeners.values()) tell(listener);
  }
}

function toContent(message: MessageInput): Omit<Message, 'user'> {
  if (typeof message === 'string') return { text: new RichText(message) };
  if (message instanceof RichText) return { text: message };
  const { user: _user, text, ...rest } = message;
  if (text === undefined) return rest;
  return { ...rest, text: typeof text === 'string' ? new RichText(text) : text };
}
