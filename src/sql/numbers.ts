import { isThenable } from '../lifecycle/awaitable.ts';
import type { ChannelRef } from '../model/refs.ts';
import type { SqlDriver } from './driver.ts';
import { ManyRows } from './many-rows.ts';
import type { BatchPlan } from './plan.ts';
import { type Prepared, prepare } from './prepared.ts';
import type { SqlStatement } from './statement.ts';

/** The most channels, and families, whose numbers are remembered. */
const MAX_REMEMBERED = 50_000;

/** What a batch brought that had no number yet. */
export interface NewNumbers {
  readonly channels: (readonly [id: number, network: string, source: string])[];
  readonly families: (readonly [id: number, name: string])[];
}

/** The numbers of channels and families. Remembers those that were used lately. */
export class Numbers {
  readonly #driver: SqlDriver;
  readonly #findChannel: Prepared<[network: string, source: string]>;
  readonly #findFamilies: ManyRows;
  readonly #greatest: readonly SqlStatement[];
  #channels = new Map<string, Map<string, number>>();
  #knownChannels = 0;
  /** The channels of the batch: many are named again and again by the same object. */
  #named = new Map<ChannelRef, number>();
  #families = new Map<string, number>();
  #nextChannel = 1;
  #nextFamily = 1;
  #loaded = false;

  constructor(driver: SqlDriver) {
    this.#driver = driver;
    this.#findChannel = prepare(driver.builder, (db, network: string, source: string) =>
      db.selectFrom('channels').select('id').where('network', '=', network).where('source', '=', source),
    );
    this.#findFamilies = new ManyRows((count) =>
      driver.builder.selectFrom('families').select(['id', 'name']).where('name', 'in', Array<string>(count).fill('')),
    );
    this.#greatest = (['channels', 'families'] as const).map((table) =>
      driver.builder
        .selectFrom(table)
        .select((of) => of.fn.max('id').as('greatest'))
        .compile(),
    );
  }

  /** Forgets all: what was remembered may not be in the database after all. */
  forget(): void {
    this.#channels = new Map();
    this.#knownChannels = 0;
    this.#families = new Map();
    this.#loaded = false;
  }

  /** Gets a number for every channel and family of a batch; gives those that are to be written with it. */
  async assign(plan: BatchPlan): Promise<NewNumbers> {
    if (!this.#loaded) await this.#load();
    if (this.#families.size > MAX_REMEMBERED) this.#families = new Map();
    if (this.#knownChannels > MAX_REMEMBERED) {
      this.#channels = new Map();
      this.#knownChannels = 0;
    }
    const added: NewNumbers = { channels: [], families: [] };
    this.#named = new Map();
    for (const ref of plan.channels) this.#named.set(ref, this.#known(ref) ?? (await this.#find(ref, added)));
    const names: string[] = [];
    for (const segment of plan.segments) {
      for (const name of segment.links.keys()) if (!this.#families.has(name)) names.push(name);
    }
    if (names.length > 0) await this.#findNames(names, added);
    return added;
  }

  /** The number of a channel of the batch. */
  channel(ref: ChannelRef): number {
    return this.#named.get(ref)!;
  }

  /** The number of a family of the batch. */
  family(name: string): number {
    return this.#families.get(name)!;
  }

  async #load(): Promise<void> {
    const [channels = 0, families = 0] = await Promise.all(
      this.#greatest.map(async (statement) => Number((await this.#driver.read(statement))[0]?.greatest ?? 0)),
    );
    this.#nextChannel = channels + 1;
    this.#nextFamily = families + 1;
    this.#loaded = true;
  }

  #known(ref: ChannelRef): number | undefined {
    return this.#channels.get(ref.network)?.get(ref.source);
  }

  async #find(ref: ChannelRef, added: NewNumbers): Promise<number> {
    const [row] = await this.#driver.read(this.#findChannel(ref.network, ref.source));
    const id = row === undefined ? this.#nextChannel++ : Number(row.id);
    if (row === undefined) added.channels.push([id, ref.network, ref.source]);
    let sources = this.#channels.get(ref.network);
    if (sources === undefined) {
      sources = new Map();
      this.#channels.set(ref.network, sources);
    }
    sources.set(ref.source, id);
    this.#knownChannels += 1;
    return id;
  }

  async #findNames(names: readonly string[], added: NewNumbers): Promise<void> {
    for (const statement of this.#findFamilies.statements(names, names.length, this.#driver.chunks)) {
      const answer = this.#driver.read(statement);
      const rows = isThenable(answer) ? await answer : answer;
      for (const row of rows) this.#families.set(row.name as string, Number(row.id));
    }
    for (const name of names) {
      if (this.#families.has(name)) continue;
      const id = this.#nextFamily++;
      this.#families.set(name, id);
      added.families.push([id, name]);
    }
  }
}
