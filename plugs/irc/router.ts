import type { Identity } from './identity.ts';
import type { MemberList } from './members.ts';
import type { IrcMessage } from './message.ts';
import { Playback } from './playback.ts';
import { type Reader, readMessage } from './receive.ts';
import { joinRefusals } from './refusals.ts';
import type { Registration } from './registration.ts';
import type { Rooms } from './rooms.ts';
import type { Sender } from './sender.ts';
import type { SessionListener } from './session-listener.ts';
import { type TrafficParts, trafficHandlers } from './traffic.ts';

/** Who takes part in reading what a server sends. */
export interface RouterParts {
  readonly identity: Identity;
  readonly members: MemberList;
  readonly registration: Registration;
  readonly sender: Sender;
  readonly listener: SessionListener;
}

/** Gives each line of the server to the part of the plug that it is for. */
export class Router {
  /** What the server said before it closed the connection. */
  lastWords = '';
  readonly #parts: RouterParts;
  readonly #playback = new Playback();
  readonly #collectors = new Set<(message: IrcMessage) => void>();
  #traffic: TrafficParts | undefined;
  #reader: Reader | undefined;

  constructor(parts: RouterParts) {
    this.#parts = parts;
  }

  /** Registered: from now on there are channels, and people who speak. */
  enter(rooms: Rooms, topics: Map<string, string>): void {
    const { identity, members, listener } = this.#parts;
    const channel = listener.channel;
    this.#traffic = { identity, members, rooms, topics, channel, emit: listener.emit, takeGap: listener.takeGap };
    this.#reader = {
      channel,
      sourceOf: (name) => rooms.sourceOf(name),
      isUs: (nick) => identity.isUs(nick),
      read: (text, channelName) => listener.read(text, members.nicks(channelName)),
      nextId: listener.nextId,
      isHistory: (message) => this.#playback.has(message),
    };
  }

  /** Takes a line. */
  receive(message: IrcMessage): void {
    const { command } = message;
    if (command === 'PRIVMSG' || command === 'NOTICE') this.#receiveMessage(message);
    else if (this.#traffic !== undefined && Object.hasOwn(trafficHandlers, command))
      this.#follow(message, this.#traffic);
    else if (command === 'ERROR') this.lastWords = message.params.at(-1) ?? '';
    else this.#receiveOther(message);
  }

  /**
   * Sends a command and gives the server's answers to it.
   * @param isAnswer Tells an answer from the rest of the traffic.
   */
  async query(line: string, isAnswer: (message: IrcMessage) => boolean): Promise<IrcMessage[]> {
    const answers: IrcMessage[] = [];
    const collect = (message: IrcMessage): void => {
      if (isAnswer(message)) answers.push(message);
    };
    this.#collectors.add(collect);
    try {
      await this.#parts.sender.command(line);
    } finally {
      this.#collectors.delete(collect);
    }
    return answers;
  }

  #receiveMessage(message: IrcMessage): void {
    const { identity, sender, listener } = this.#parts;
    if (this.#reader === undefined || (identity.isUs(message.nick) && sender.takeEcho(message))) return;
    const event = readMessage(message, this.#reader);
    if (event !== undefined) listener.emit(event);
  }

  #follow(message: IrcMessage, traffic: TrafficParts): void {
    const { identity, listener } = this.#parts;
    const before = identity.nick;
    trafficHandlers[message.command]?.(traffic, message);
    if (identity.nick !== before) listener.named(identity.nick);
  }

  #receiveOther(message: IrcMessage): void {
    const { command, params } = message;
    for (const collect of this.#collectors) collect(message);
    const rooms = this.#traffic?.rooms;
    if (joinRefusals.has(command) && rooms?.refused(params[1] ?? '', command, params.at(-1) ?? '')) return;
    if (this.#parts.sender.take(message) || this.#parts.registration.take(message)) return;
    this.#playback.take(message);
  }
}
