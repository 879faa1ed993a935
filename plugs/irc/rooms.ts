import { ChannelNotFoundError, ForbiddenError, NotJoinedError, type TielineError } from '../../src/index.ts';
import { asciiLower, type CaseMapping, foldName } from './names.ts';

/** What joining needs of the connection. */
export interface RoomsWire {
  /** Writes a line; resolves once the server has read it and said what it had to say. */
  command(line: string): Promise<unknown>;
  warn(message: string): void;
  /** From now on nothing can be heard of a channel. */
  gap(source: string, reason: string): void;
}

interface Room {
  readonly source: string;
  key: string | undefined;
  joined: boolean;
  /** While it is not yet known whether we get in. */
  entering: Promise<void> | undefined;
  /** What all that is to be said waits for, in its order; until a moment after, so that nothing overtakes it on its way. */
  door: Promise<void> | undefined;
  refusal: TielineError | undefined;
  /** How often in a row we were kept or thrown out. */
  failures: number;
  joinedAt: number;
  /** The wait before the next attempt, and what ends it. */
  pause: Promise<void> | undefined;
  wake: (() => void) | undefined;
}

/** The channels to be in and their keys, by source; outlives a connection. */
export type WantedChannels = Map<string, string | undefined>;

const firstRejoinMs = 2_000;
const longestRejoinMs = 300_000;
/** Who was let stay for so long starts again with the shortest wait. */
const settledMs = 60_000;
const channelsPerJoin = 10;
const longestLine = 510;

/** Gets us into channels, and back into those that threw us out. */
export class Rooms {
  readonly #wire: RoomsWire;
  readonly #wanted: WantedChannels;
  readonly #mapping: CaseMapping;
  readonly #rooms = new Map<string, Room>();

  constructor(wire: RoomsWire, wanted: WantedChannels, mapping: CaseMapping) {
    this.#wire = wire;
    this.#wanted = wanted;
    this.#mapping = mapping;
    for (const [source, key] of wanted) this.#room(source).key = key;
  }

  /** Tries every wanted channel once; resolves when it is known of each whether we got in. */
  async joinAll(): Promise<void> {
    // Keys go by position, so that channels with a key come first.
    const rooms = [...this.#rooms.values()].sort((a, b) => Number(b.key !== undefined) - Number(a.key !== undefined));
    const attempts = groups(rooms).flatMap((group) => {
      const answer = this.#wire.command(joinLine(group));
      return group.map((room) => this.#enter(room, answer));
    });
    await Promise.allSettled(attempts);
  }

  /** Enters a channel, and stays in it over reconnections. @throws TielineError why we may not */
  async join(source: string, key?: string): Promise<void> {
    const room = this.#room(source);
    room.key = key ?? room.key;
    this.#wanted.set(room.source, room.key);
    if (!room.joined) await this.#enter(room);
  }

  /** Resolves once something can be said in a channel; undefined if it can now. Enters it where that was never tried. */
  ready(source: string): Promise<void> | undefined {
    const room = this.#rooms.get(this.#fold(source));
    if (room?.door !== undefined) return room.door;
    if (room?.joined) return undefined;
    if (room?.refusal !== undefined) return Promise.reject(room.refusal);
    ignore(this.join(source));
    return this.#room(source).door;
  }

  /** The source of a channel that the server names so. */
  sourceOf(name: string): string {
    return this.#rooms.get(this.#fold(name))?.source ?? asciiLower(name);
  }

  /** The server has let us in. */
  entered(name: string): void {
    const room = this.#room(asciiLower(name));
    room.joined = true;
    room.joinedAt = Date.now();
    room.refusal = undefined;
  }

  /** Someone has thrown us out: we come back after a while, a longer one each time. */
  kicked(name: string, reason: string): void {
    const room = this.#room(asciiLower(name));
    room.joined = false;
    if (Date.now() - room.joinedAt > settledMs) room.failures = 0;
    this.#wire.warn(`thrown out of ${room.source}: ${reason}`);
    this.#wire.gap(room.source, `thrown out: ${reason}`);
    // What is said meanwhile waits for this.
    if (this.#wanted.has(room.source))
      ignore(
        this.#hold(
          room,
          this.#pause(room).then(() => this.#attempt(room)),
        ),
      );
  }

  /** We have left a channel; where nobody here wanted that, an operator of the network made us. */
  left(name: string, reason: string): void {
    const room = this.#room(asciiLower(name));
    if (this.#wanted.has(room.source)) this.kicked(name, reason === '' ? 'made to part' : reason);
    else this.#rooms.delete(this.#fold(room.source));
  }

  /** Stays out of a channel from now on. */
  unwant(source: string): void {
    this.#wanted.delete(this.#rooms.get(this.#fold(source))?.source ?? source);
  }

  /** The server does not let us in; whether that was asked for. */
  refused(name: string, numeric: string, text: string): boolean {
    const room = this.#rooms.get(this.#fold(name));
    if (room?.entering === undefined || room.joined) return false;
    const ErrorClass = numeric === '403' || numeric === '476' ? ChannelNotFoundError : ForbiddenError;
    room.refusal = new ErrorClass(`cannot join ${room.source}: ${text} (${numeric})`, { retryable: true });
    return true;
  }

  /** Invited to a channel that we want to be in: tries at once. */
  invited(name: string): void {
    const room = this.#rooms.get(this.#fold(name));
    if (room !== undefined && !room.joined) room.wake?.();
  }

  /** The connection is gone: whoever waits to get in learns it from the attempt that fails now. */
  stop(): void {
    for (const room of this.#rooms.values()) room.wake?.();
  }

  #room(source: string): Room {
    const folded = this.#fold(source);
    let room = this.#rooms.get(folded);
    if (room === undefined) {
      room = {
        source,
        key: this.#wanted.get(source),
        joined: false,
        entering: undefined,
        door: undefined,
        refusal: undefined,
        failures: 0,
        joinedAt: 0,
        pause: undefined,
        wake: undefined,
      };
      this.#rooms.set(folded, room);
    }
    return room;
  }

  #enter(room: Room, answer?: Promise<unknown>): Promise<void> {
    return room.entering ?? this.#hold(room, this.#attempt(room, answer));
  }

  /** Lets what is said in a room wait for an attempt to get in. */
  #hold(room: Room, attempt: Promise<void>): Promise<void> {
    const door = attempt.finally(() => {
      if (room.entering === door) room.entering = undefined;
      setImmediate(() => {
        if (room.door === door) room.door = undefined;
      });
    });
    room.entering = door;
    room.door = door;
    return door;
  }

  async #attempt(room: Room, answer?: Promise<unknown>): Promise<void> {
    if (room.joined) return;
    if (!this.#wanted.has(room.source)) throw new NotJoinedError(`${room.source} was left`);
    const before = room.refusal?.message;
    room.refusal = undefined;
    await (answer ?? this.#wire.command(joinLine([room])));
    if (room.joined) return;
    room.refusal ??= new NotJoinedError(`cannot join ${room.source}: the server did not answer`);
    if (room.refusal.message !== before) {
      this.#wire.warn(room.refusal.message);
      this.#wire.gap(room.source, room.refusal.message);
    }
    ignore(this.#pause(room).then(() => this.#enter(room)));
    throw room.refusal;
  }

  #pause(room: Room): Promise<void> {
    if (room.pause !== undefined) return room.pause;
    const wait = Math.min(firstRejoinMs * 2 ** room.failures, longestRejoinMs);
    room.failures += 1;
    room.pause = new Promise((resolve) => {
      const timer = setTimeout(() => room.wake?.(), wait);
      room.wake = () => {
        clearTimeout(timer);
        room.wake = undefined;
        room.pause = undefined;
        resolve();
      };
    });
    return room.pause;
  }

  #fold(name: string): string {
    return foldName(name, this.#mapping);
  }
}

/** As many rooms at a time as one line can name. */
function groups(rooms: readonly Room[]): Room[][] {
  const all: Room[][] = [];
  for (const room of rooms) {
    const group = all.at(-1);
    const fits = group !== undefined && Buffer.byteLength(joinLine([...group, room])) <= longestLine;
    if (group !== undefined && fits && group.length < channelsPerJoin) group.push(room);
    else all.push([room]);
  }
  return all;
}

function joinLine(rooms: readonly Pick<Room, 'source' | 'key'>[]): string {
  const keys = rooms.flatMap(({ key }) => key ?? []).join(',');
  return `JOIN ${rooms.map(({ source }) => source).join(',')}${keys === '' ? '' : ` ${keys}`}`;
}

// Why an attempt failed was told by a warning and a gap.
function ignore(attempt: Promise<void>): void {
  attempt.catch(() => undefined);
}
