import type { TielineError } from '../errors.ts';
import { isPending } from '../order/safe.ts';
import type { Channel, Plug } from '../plug/plug.ts';
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
  readonly waiting: Latecomers;
}

/** What was handed in since, in order: by its row where it was posted and is in the store too, else by itself. */
type Latecomers = Map<number | Outgoing, Outgoing>;

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
  /** What was handed in before it is known which channels have rows that come first. */
  #held: Latecomers | undefined;
  #holds = 0;

  constructor(host: BacklogHost) {
    this.#host = host;
  }

  /** Keeps all that is handed in, until it is known what comes before it. */
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
      if (!this.takes(outgoing)) this.#host.traffic.lane(outgoing.channel).outbound.push(outgoing);
    }
  }

  /** Begins with a channel's rows. */
  async begin(channel: Channel): Promise<void> {
    this.#channels.set(channel, { after: 0, reading: false, waiting: new Map() });
    await this.#read(channel);
  }

  /** Whether it comes behind rows that are still to be read: then it keeps it until it is their turn. */
  takes(outgoing: Outgoing): boolean {
    const { row, channel } = outgoing;
    const backlog = this.#channels.get(channel);
    if (this.#held !== undefined) this.#held.set(row ?? outgoing, outgoing);
    else if (backlog === undefined) return false;
    // It has been read, with all that comes before it; unless something waits that has no row.
    else if (row !== undefined && row <= backlog.after && backlog.waiting.size === 0) return false;
    else backlog.waiting.set(row ?? outgoing, outgoing);
    return true;
  }

  /** Lets what waits see how long it has waited. */
  check(): void {
    for (const { waiting } of this.#channels.values()) {
      for (const [key, outgoing] of waiting) {
        outgoing.wait();
        // What was cancelled keeps its place until that is written down: it could be read again, or be overtaken.
        if (outgoing.over && !isPending(outgoing.safe)) waiting.delete(key);
      }
    }
  }

  /** Ends what waits, of one plug or of all; the store keeps what was posted. */
  close(error: TielineError, plug?: Plug): void {
    for (const [channel, { waiting }] of this.#channels) {
      if (plug !== undefined && channel.plug !== plug) continue;
      this.#channels.delete(channel);
      for (const outgoing of waiting.values()) outgoing.cancel(error);
    }
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
      // It was closed meanwhile: whoever opens it again reads these anew.
      if (this.#channels.get(channel) !== backlog) return;
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
    if (backlog.waiting.has(row.id)) this.#letGo(channel, backlog, row.id);
    // What is held has its turn when it is released.
    else if (!this.#held?.has(row.id)) return this.#host.resume(row, channel);
    return undefined;
  }

  /** Brings what waits into the lane, up to a row or all of it. */
  #letGo(channel: Channel, { waiting }: Backlog, last?: number): void {
    for (const [key, outgoing] of waiting) {
      waiting.delete(key);
      this.#host.traffic.lane(channel).outbound.push(outgoing);
      if (key === last) return;
    }
  }

  /** All is read: what was posted meanwhile follows, and from now on everything goes straight to the lane. */
  #end(channel: Channel, backlog: Backlog): void {
    this.#channels.delete(channel);
    this.#letGo(channel, backlog);
  }
}
