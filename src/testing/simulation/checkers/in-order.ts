import { type Checker, type TraceEntry, Violation } from '../trace.ts';

const PROMISE = '1: in order';

interface Queued {
  readonly index: number;
  readonly process: number;
  readonly id: string;
  safe: boolean;
  fetched: boolean;
  /** Whether it need not be handed out any more: it was, or it was refused. */
  over: boolean;
  /** The process that has handed it out last. */
  begunIn: number;
}

class Room {
  /** Whether its past can be fetched. */
  readonly hasPast: boolean;
  readonly events = new Map<string, Queued>();
  readonly list: Queued[] = [];
  /** The first that is not over. */
  open = 0;
  /** How far each process has come. */
  process = 0;
  last = -1;
  underWay: Queued | undefined;

  constructor(hasPast: boolean) {
    this.hasPast = hasPast;
  }
}

/** Events of a room reach hooks in the order in which they were queued, one after another, each once in a process. */
export class InOrder implements Checker {
  readonly #rooms = new Map<string, Room>();
  readonly #historians: ReadonlySet<string>;

  /** `historians` are networks that can be asked for their past: what is fetched has no place among what was queued. */
  constructor(historians: readonly string[]) {
    this.#historians = new Set(historians);
  }

  observe(entry: TraceEntry): void {
    const { kind, place, id } = entry;
    if (id === undefined) return;
    const room = this.#room(place);
    if (kind === 'queued' || kind === 'fetched') queue(room, id, entry.process, kind === 'fetched');
    else if (kind === 'begins') begin(room, id, entry);
    else {
      const event = room.events.get(id);
      if (event === undefined) return;
      if (kind === 'safe') event.safe = true;
      if (kind === 'refused') event.over = true;
      if (kind === 'ends') end(room, event);
    }
  }

  #room(place: string): Room {
    let room = this.#rooms.get(place);
    if (room === undefined) {
      const isHistorian = this.#historians.has(place.slice(0, place.indexOf('/')));
      room = new Room(isHistorian);
      this.#rooms.set(place, room);
    }
    return room;
  }
}

function queue(room: Room, id: string, process: number, fetched: boolean): void {
  const known = room.events.get(id);
  if (known !== undefined) {
    known.fetched ||= fetched;
    return;
  }
  const event: Queued = { index: room.list.length, process, id, safe: false, over: false, fetched, begunIn: 0 };
  room.events.set(id, event);
  room.list.push(event);
}

function end(room: Room, event: Queued): void {
  event.over = true;
  room.underWay = undefined;
  while (room.list[room.open]?.over) room.open += 1;
}

/** The host's own echo, where the network has none: has its place among the others, but no plug has queued it. */
function beginOwn(room: Room, id: string, process: number): void {
  const event: Queued = { index: -1, process, id, safe: true, over: false, fetched: false, begunIn: process };
  room.events.set(id, event);
  room.underWay = event;
}

function begin(room: Room, id: string, { process, place, text, self }: TraceEntry): void {
  const event = room.events.get(id);
  const what = `${text} (${id}) in ${place}`;
  if (event === undefined && !self) throw new Violation(PROMISE, `${what} reached a hook and was never queued`);
  if (room.process !== process) {
    room.process = process;
    room.last = -1;
    room.underWay = undefined;
  }
  if (room.underWay !== undefined)
    throw new Violation(PROMISE, `${what} reached a hook while ${room.underWay.id} was with the hooks`);
  if (event === undefined || event.index < 0) return beginOwn(room, id, process);
  if (event.begunIn === process) throw new Violation(PROMISE, `${what} reached a hook twice in one process`);
  checkPlace(room, event, what);
  event.begunIn = process;
  room.underWay = event;
}

function checkPlace(room: Room, event: Queued, what: string): void {
  if (event.fetched) return;
  if (event.index <= room.last) throw new Violation(PROMISE, `${what} came after what was queued later`);
  room.last = event.index;
  // What a dead process lost may be fetched at any time.
  if (room.hasPast) return;
  for (const skipped of room.list.slice(room.open, event.index)) {
    // What another process had not written down when it died is lost, as it may be: nobody acknowledged it.
    const mayBeLost = skipped.process !== room.process && !skipped.safe;
    if (!skipped.over && !mayBeLost)
      throw new Violation(PROMISE, `${what} came before ${skipped.id}, which was queued earlier`);
  }
}
