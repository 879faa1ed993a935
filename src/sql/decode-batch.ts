import { deserialize } from 'node:v8';
import { type ChannelRef, channelRef } from '../model/refs.ts';
import type { EventRecord, Json, LinkRecord, OutboxRow, RowChange, Write } from '../store/records.ts';
import { ops } from './batch-ops.ts';
import { JsonText } from './json.ts';

/** Makes a batch of bytes again; its JSON stays text: it is for a {@link SqlStore} alone. */
export function decodeBatch(bytes: Uint8Array): Write[] {
  const read = new Reader(deserialize(bytes) as readonly unknown[]);
  const batch: Write[] = [];
  while (!read.atEnd) batch.push(decode(ops[read.next<number>()] as Write['op'], read));
  return batch;
}

function decode(op: Write['op'], read: Reader): Write {
  switch (op) {
    case 'event':
      return { op, event: eventOf(read) };
    case 'event-done': {
      const sequence = read.next<number>();
      const hook = read.next<string | undefined>();
      return hook === undefined ? { op, sequence } : { op, sequence, hook };
    }
    case 'row':
      return { op, row: rowOf(read) };
    case 'row-change':
      return { op, id: read.next(), change: changeOf(read) };
    case 'row-remove':
      return { op, id: read.next() };
    case 'link':
      return { op, link: linkOf(read) };
    case 'migrate':
      return { op, from: read.channel(), to: read.channel() };
    case 'set':
      return { op, table: read.next(), key: read.next(), value: read.json() };
    case 'unset':
      return { op, table: read.next(), key: read.next() };
  }
}

function eventOf(read: Reader): EventRecord {
  const sequence = read.next<number>();
  const channel = read.channel();
  const type = read.next<string>();
  const identity = read.next<string | undefined>();
  const event = {
    sequence,
    channel,
    type,
    at: read.next<number>(),
    data: read.data(),
    done: read.next<boolean>(),
    doneBy: read.parsed<readonly string[]>() ?? [],
  };
  return identity === undefined ? event : { ...event, identity };
}

function rowOf(read: Reader): OutboxRow {
  const id = read.next<number>();
  const key = read.next<string>();
  const channel = read.channel();
  const state = read.next<OutboxRow['state']>();
  const action = read.json();
  const options = read.json();
  const family = read.next<string | undefined>();
  const counts = { attempts: read.next<number>(), at: read.next<number>(), changedAt: read.next<number>() };
  const refs = read.refs() ?? [];
  const reason = read.next<string | undefined>();
  return {
    id,
    key,
    channel,
    state,
    action,
    options,
    ...(family !== undefined && { family }),
    ...counts,
    refs,
    ...(reason !== undefined && { reason }),
  };
}

/** What is not to change must not be there at all: it would be taken for a change. */
function changeOf(read: Reader): RowChange {
  const all = {
    state: read.next(),
    attempts: read.next(),
    changedAt: read.next(),
    refs: read.refs(),
    reason: read.next(),
    action: read.optionalJson(),
    options: read.optionalJson(),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function linkOf(read: Reader): LinkRecord {
  const family = read.next<string>();
  const channel = read.channel();
  const ids = read.parsed<readonly string[]>() ?? [];
  const original = read.next<boolean>();
  const message = read.optionalJson();
  const link = {
    family,
    channel,
    ids,
    original,
    version: read.next<number>(),
    deleted: read.next<boolean>(),
    at: read.next<number>(),
  };
  return message === undefined ? link : { ...link, message };
}

/** Takes one field after another. */
class Reader {
  readonly #fields: readonly unknown[];
  #index = 0;

  constructor(fields: readonly unknown[]) {
    this.#fields = fields;
  }

  get atEnd(): boolean {
    return this.#index === this.#fields.length;
  }

  /** The field that the code above wrote there. */
  next<T>(): T {
    this.#index += 1;
    return this.#fields[this.#index - 1] as T;
  }

  channel(): ChannelRef {
    return channelRef(this.next(), this.next());
  }

  /** JSON, still as text: for it to be written it need not be read. */
  json(): Json {
    return new JsonText(this.next()) as unknown as Json;
  }

  data(): Json {
    const json = this.next<string>();
    const id = this.next<string | undefined>();
    const ahead = this.next<boolean>();
    return new JsonText(json, id === undefined ? undefined : { id, ahead }) as unknown as Json;
  }

  optionalJson(): Json | undefined {
    const json = this.next<string | undefined>();
    return json === undefined ? undefined : (new JsonText(json) as unknown as Json);
  }

  parsed<T>(): T | undefined {
    const json = this.next<string | undefined>();
    return json === undefined ? undefined : (JSON.parse(json) as T);
  }

  refs(): OutboxRow['refs'] | undefined {
    return this.optionalJson() as unknown as OutboxRow['refs'] | undefined;
  }
}
