import { nickOf } from './message.ts';
import { type CaseMapping, foldName } from './names.ts';

/** Somebody in a channel. */
export interface ChannelMember {
  readonly nick: string;
  /** The signs of their ranks there, highest first, as the server shows them: `@`, `+`. */
  readonly ranks: string;
}

/** How a server writes ranks (`PREFIX` of RPL_ISUPPORT): the letters of MODE and the sign of each, highest first. */
export interface Ranks {
  readonly modes: string;
  readonly signs: string;
}

/** Whether a letter of MODE goes without a value, when it is set or (`on` false) taken away. */
export type PlainMode = (letter: string, on: boolean) => boolean;

interface Room {
  /** The channel's name as the server writes it. */
  readonly name: string;
  readonly members: Map<string, ChannelMember>;
  /** The same people by their nicks as they write them, to look words up in. */
  readonly nicks: Set<string>;
}

const nobody: ReadonlySet<string> = new Set();

/** Who is in the channels that we are in. Hearing of somebody it does not know never confuses it. */
export class MemberList {
  readonly #rooms = new Map<string, Room>();
  #mapping: CaseMapping = 'rfc1459';
  #ranks: Ranks = { modes: 'ov', signs: '@+' };
  #isPlain: PlainMode = () => true;

  /** What the server has told of itself; before any channel is joined. */
  configure(mapping: CaseMapping, ranks: Ranks, isPlain: PlainMode): void {
    this.#mapping = mapping;
    this.#ranks = ranks;
    this.#isPlain = isPlain;
  }

  /** Forgets everything: the connection is gone. */
  clear(): void {
    this.#rooms.clear();
  }

  /** We have entered a channel; the server will now say who is there. */
  enter(channel: string): void {
    this.#rooms.set(this.#fold(channel), { name: channel, members: new Map(), nicks: new Set() });
  }

  /** We are no longer in a channel. */
  exit(channel: string): void {
    this.#rooms.delete(this.#fold(channel));
  }

  /** Whether we are in a channel. */
  isIn(channel: string): boolean {
    return this.#rooms.has(this.#fold(channel));
  }

  /** One RPL_NAMREPLY: nicks with the signs of their ranks before them and perhaps `!user@host` behind. */
  names(channel: string, words: string): void {
    const room = this.#rooms.get(this.#fold(channel));
    if (room === undefined) return;
    for (const word of words.split(' ')) {
      const start = [...word].findIndex((character) => !this.#ranks.signs.includes(character));
      const nick = start === -1 ? '' : nickOf(word.slice(start));
      if (nick !== '') this.#put(room, { nick, ranks: word.slice(0, start) });
    }
  }

  add(channel: string, nick: string): void {
    const room = this.#rooms.get(this.#fold(channel));
    if (room !== undefined) this.#put(room, { nick, ranks: '' });
  }

  /** Somebody has left a channel; whether they were known to be there. */
  remove(channel: string, nick: string): boolean {
    const room = this.#rooms.get(this.#fold(channel));
    return room !== undefined && this.#take(room, this.#fold(nick)) !== undefined;
  }

  /** Somebody is called otherwise from now on; gives the names of the channels where they are known. */
  rename(before: string, after: string): string[] {
    const touched = [...this.#rooms.values()].flatMap((room) => {
      const member = this.#take(room, this.#fold(before));
      return member === undefined ? [] : { room, member };
    });
    for (const { room, member } of touched) this.#put(room, { nick: after, ranks: member.ranks });
    return touched.map(({ room }) => room.name);
  }

  /** Somebody has left the network; gives the names of the channels where they were known. */
  quit(nick: string): string[] {
    const folded = this.#fold(nick);
    return [...this.#rooms.values()].filter((room) => this.#take(room, folded) !== undefined).map(({ name }) => name);
  }

  /** Members got or lost ranks, as MODE says it: letters, and the values of those that have one. */
  setRanks(channel: string, letters: string, values: readonly string[]): void {
    let on = true;
    let next = 0;
    for (const letter of letters) {
      if (letter === '+' || letter === '-') on = letter === '+';
      else if (this.#ranks.modes.includes(letter)) this.#setRank(channel, values[next++] ?? '', letter, on);
      else if (!this.#isPlain(letter, on)) next += 1;
    }
  }

  find(channel: string, nick: string): ChannelMember | undefined {
    return this.#rooms.get(this.#fold(channel))?.members.get(this.#fold(nick));
  }

  /** Everybody in a channel; nobody where we are not in it. */
  list(channel: string): ChannelMember[] {
    return [...(this.#rooms.get(this.#fold(channel))?.members.values() ?? [])];
  }

  /** The nicks in a channel, as their owners write them. */
  nicks(channel: string): ReadonlySet<string> {
    return this.#rooms.get(this.#fold(channel))?.nicks ?? nobody;
  }

  /** Somebody by nick in any channel. */
  findAnywhere(nick: string): ChannelMember | undefined {
    const folded = this.#fold(nick);
    return [...this.#rooms.values()].find(({ members }) => members.has(folded))?.members.get(folded);
  }

  /** The names of the channels that we are in. */
  channels(): string[] {
    return [...this.#rooms.values()].map(({ name }) => name);
  }

  #setRank(channel: string, nick: string, letter: string, on: boolean): void {
    const sign = this.#ranks.signs[this.#ranks.modes.indexOf(letter)];
    const room = this.#rooms.get(this.#fold(channel));
    const member = room?.members.get(this.#fold(nick));
    if (sign === undefined || room === undefined || member === undefined) return;
    const ranks = [...this.#ranks.signs].filter((one) => (one === sign ? on : member.ranks.includes(one))).join('');
    this.#put(room, { nick: member.nick, ranks });
  }

  #put(room: Room, member: ChannelMember): void {
    this.#take(room, this.#fold(member.nick));
    room.members.set(this.#fold(member.nick), member);
    room.nicks.add(member.nick);
  }

  #take(room: Room, folded: string): ChannelMember | undefined {
    const member = room.members.get(folded);
    if (member === undefined) return undefined;
    room.members.delete(folded);
    room.nicks.delete(member.nick);
    return member;
  }

  #fold(name: string): string {
    return foldName(name, this.#mapping);
  }
}
