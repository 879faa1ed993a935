/** Batches as bytes, to be kept in a log or given to another thread, and back. */
import { deserialize, serialize } from 'node:v8';
import { StoreError } from '../errors.ts';
import { type ChannelRef, channelRef } from '../model/refs.ts';
import { messageOf } from '../store/message-id.ts';
import type { EventRecord, Json, LinkRecord, OutboxRow, RowChange, Write } from '../store/records.ts';
import { JsonText, toJson } from './json.ts';

/** The order of these is part of the format: only ever added to. */
const ops = ['event', 'event-done', 'row', 'row-change', 'row-remove', 'link', 'migrate', 'set', 'unset'] as const;
const code = Object.fromEntries(ops.map((op, index) => [op, index])) as Readonly<Record<Write['op'], number>>;

/**
 * Makes bytes of a batch: a flat list of numbers and texts, which costs a fraction of what objects would.
 * @throws StoreError where a value cannot be stored
 */
export function encodeBatch(batch: readonly Write[]): Uint8Array {
  const flat: unknown[] = [];
  for (const write of batch) {
    flat.push(code[write.op]);
    encode(write, flat);
  }
  return serialize(flat);
}

/** Makes a batch of bytes again; its JSON stays text: it is for a {@link SqlStore} alone. */
export function decodeBatch(bytes: Uint8Array): Write[] {
  const read = new Reader(deserialize(bytes) as readonly unknown[]);
  const batch: Write[] = [];
  while (!read.atEnd) batch.push(decode(ops[read.next<number>()] as Write['op'], read));
  return batch;
}

function encode(write: Write, flat: unknown[]): void {
  switch (write.op) {
    case 'event': {
      const { sequence, channel, type, identity, at, data, done, doneBy } = write.event;
      flat.push(
        integer('sequence', sequence),
        text('channel.network', channel.network),
        text('channel.source', channel.source),
        text('type', type),
        optional('identity', identity),
        number('at', at),
      );
      flat.push(toJson(data));
      const brought = messageOf(write.event);
      flat.push(brought?.id, brought?.ahead, done === true, doneBy.length === 0 ? undefined : toJson(doneBy));
      break;
    }
    case 'event-done':
      flat.push(integer('sequence', write.sequence), optional('hook', write.hook));
      break;
    case 'row': {
      const { id, key, channel, state, action, options, family, attempts, at, changedAt, refs, reason } = write.row;
      flat.push(
        integer('id', id),
        text('key', key),
        text('channel.network', channel.network),
        text('channel.source', channel.source),
        text('state', state),
        toJson(action),
      );
      flat.push(
        toJson(options),
        optional('family', family),
        integer('attempts', attempts),
        number('at', at),
        number('changedAt', changedAt),
        refList(refs),
        optional('reason', reason),
      );
      break;
    }
    case 'row-change': {
      const { state, attempts, changedAt, refs, reason, action, options } = write.change;
      flat.push(
        integer('id', write.id),
        optional('state', state),
        attempts === undefined ? undefined : integer('attempts', attempts),
        changedAt === undefined ? undefined : number('changedAt', changedAt),
        refs === undefined ? undefined : refList(refs),
        optional('reason', reason),
        action === undefined ? undefined : toJson(action),
        options === undefined ? undefined : toJson(options),
      );
      break;
    }
    case 'row-remove':
      flat.push(integer('id', write.id));
      break;
    case 'link': {
      const { family, channel, ids, original, message, version, deleted, at } = write.link;
      flat.push(
        text('family', family),
        text('channel.network', channel.network),
        text('channel.source', channel.source),
        toJson(ids),
        original === true,
      );
      flat.push(
        message === undefined ? undefined : messageJson(message),
        integer('version', version),
        deleted === true,
        number('at', at),
      );
      break;
    }
    case 'migrate':
      flat.push(
        text('from.network', write.from.network),
        text('from.source', write.from.source),
        text('to.network', write.to.network),
        text('to.source', write.to.source),
      );
      break;
    case 'set':
      flat.push(text('table', write.table), text('key', write.key), toJson(write.value));
      break;
    case 'unset':
      flat.push(text('table', write.table), text('key', write.key));
      break;
  }
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

function refList(refs: OutboxRow['refs']): string {
  if (refs.length === 0) return '[]';
  return JSON.stringify(refs.map(({ channel, id }) => [channel.network, channel.source, id]));
}

/** A link is written more than once, with the same message. */
function messageJson(message: Json): string {
  if (typeof message !== 'object' || message === null) return toJson(message);
  let json = known.get(message);
  if (json === undefined) {
    json = toJson(message);
    known.set(message, json);
  }
  return json;
}

const known = new WeakMap<object, string>();

function text(field: string, value: string): string {
  if (typeof value !== 'string') throw unstorable(field, 'a text', value);
  // Databases know no half of a pair: two names that differ in such would be one.
  return value.toWellFormed();
}

function optional(field: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : text(field, value);
}

function integer(field: string, value: number): number {
  if (!Number.isSafeInteger(value)) throw unstorable(field, 'a whole number', value);
  return value;
}

function number(field: string, value: number): number {
  if (!Number.isFinite(value)) throw unstorable(field, 'a number', value);
  return value;
}

function unstorable(field: string, expected: string, got: unknown): StoreError {
  return new StoreError(`what was to be stored has a bad ${field}: expected ${expected}, got ${String(got)}`, {
    retryable: false,
  });
}
