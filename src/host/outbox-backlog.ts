import type { Channel } from '../plug/plug.ts';
import { ask } from '../store/ask.ts';
import type { OutboxRow } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Outgoing } from './outgoing.ts';
import type { Traffic } from './traffic.ts';

/** How many rows of a channel are read at a time, and how few may be left before the next are. */
const PAGE = 256;
const LOW = 64;

interface Backlog {
  /** The row up to which it has been read. */
  after: number;
  reading: boolean;
  /** What was posted since, and is in the store too. */
  readonly waiting: Map<number, Outgoing>;
}

/** What the backlog asks of the rest of the host. */
export interface BacklogHost {
  readonly store: Store;
  readonly traffic: Traffic;
  /** Loads what rows have to do with. */
  ready(rows: readonly OutboxRow[]): Promise<void>;
  /** Brings a stored row into its lane at once; resolves when its echo could be recognised. */
  resume(row: OutboxRow, channel: Channel): Promise<void>;
  failed(error: unknown): void;
}

/** Rows that an earlier process left behind: read page by page as the lane takes them, so that memory stays small. */
export class OutboxBacklog {
  readonly #host: BacklogHost;
  readonly #channels = new Map<Channel, Backlog>();
  /** What was posted before it is known which channels have rows that come first. */
  #held: Map<number, Outgoing> | undefined;
  #holds = 0;

  constructor(host: BacklogHost) {
    this.#host = host;
  }

  /** Keeps all that is posted, until it is known what comes before it. */
  hold(): void {
    this.#holds += 1;
    this.#held ??= new Map();
  }

  /** Lets go of what was kept: into its lane, or behind what is still to be read. */
  release(): void {
    this.#holds -= 1;
    if (this.#holds > 0) return;
    const held = this.#held;
    this.#held = undefined;
    for (const outgoing of held?.values() ?? []) {
      if (!outgoing.over && !this.takes(outgoing)) this.#host.traffic.lane(outgoing.channel).outbound.push(outgoing);
    }
  }

  /** Begins with a channel's rows. */
  async begin(channel: Channel): Promise<void> {
    this.#channels.set(channel, { after: 0, reading: false, waiting: new Map() });
    await this.#read(channel);
  }

  /** Whether it comes behind rows that are still to be read: then it keeps it until it is their turn. */
  takes(outgoing: Outgoing): boolean {
    if (outgoing.row === undefined) return false;
    const backlog = this.#channels.get(outgoing.channel);
    if (this.#held !== undefined) this.#held.set(outgoing.row, outgoing);
    else if (backlog === undefined || outgoing.row <= backlog.after) return false;
    else backlog.waiting.set(outgoing.row, outgoing);
    return true;
  }

  /** Something left the lane: there may be room for the next page. */
  sent({ channel }: Outgoing): void {
    if (this.#channels.size > 0 && this.#channels.has(channel)) void this.#read(channel);
  }

  async #read(channel: Channel): Promise<void> {
    const backlog = this.#channels.get(channel);
    const { store, traffic } = this.#host;
    if (backlog === undefined || backlog.reading || traffic.lane(channel).outbound.length > LOW) return;
    backlog.reading = true;
    try {
      const state = ['pending', 'sending', 'uncertain'] as const;
      const query = { state, channel: channel.ref, after: backlog.after, limit: PAGE };
      const rows = await ask(traffic.clock, () => store.rows(query));
      await this.#host.ready(rows);
      const taken = rows.map((row) => this.#take(channel, backlog, row));
      if (rows.length < PAGE) this.#end(channel, backlog);
      await Promise.all(taken);
    } catch (error) {
      this.#host.failed(error);
    } finally {
      backlog.reading = false;
    }
  }

  #take(channel: Channel, backlog: Backlog, row: OutboxRow): Promise<void> | undefined {
    backlog.after = row.id;
    const outgoing = backlog.waiting.get(row.id) ?? this.#held?.get(row.id);
    backlog.waiting.delete(row.id);
    this.#held?.delete(row.id);
    if (outgoing === undefined) return this.#host.resume(row, channel);
    if (!outgoing.over) this.#host.traffic.lane(channel).outbound.push(outgoing);
    return undefined;
  }

  /** All is read: what was posted meanwhile follows, and from now on everything goes straight to the lane. */
  #end(channel: Channel, backlog: Backlog): void {
    this.#channels.delete(channel);
    for (const outgoing of backlog.waiting.values()) this.#host.traffic.lane(channel).outbound.push(outgoing);
  }
}
