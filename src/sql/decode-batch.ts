import { StoreError } from '../errors.ts';
import { type MessageRef, messageRef } from '../model/refs.ts';
import type { EventRecord, Json, LinkRecord, OutboxRow, RowChange, Write } from '../store/records.ts';
import { changed, ops } from './batch-ops.ts';
import { FieldReader } from './field-reader.ts';
import { JsonText } from './json.ts';

/**
 * Makes a batch of bytes again; its JSON stays text: it is for a {@link SqlStore} alone.
 * @throws StoreError where the bytes are no batch
 */
export function decodeBatch(bytes: Uint8Array): Write[] {
  const from = new FieldReader(bytes);
  const batch: Write[] = [];
  while (!from.atEnd) batch.push(decode(ops[from.small()], from));
  return batch;
}

/** Takes the fields of a write, in the order in which `encode-batch.ts` added them. */
function decode(op: Write['op'] | undefined, from: FieldReader): Write {
  switch (op) {
    case 'event':
      return { op, event: decodeEvent(from) };
    case 'event-done': {
      const sequence = from.number();
      const hook = from.optional();
      return hook === undefined ? { op, sequence } : { op, sequence, hook };
    }
    case 'row':
      return { op, row: decodeRow(from) };
    case 'row-change':
      return { op, id: from.number(), change: decodeChange(from) };
    case 'row-remove':
      return { op, id: from.number() };
    case 'link':
      return { op, link: decodeLink(from) };
    case 'migrate':
      return { op, from: from.channel(), to: from.channel() };
    case 'set':
      return { op, table: from.text(), key: from.text(), value: decodeJson(from) };
    case 'unset':
      return { op, table: from.text(), key: from.text() };
    default:
      throw new StoreError('a batch has a write that this release of tieline does not know', { retryable: false });
  }
}

function decodeEvent(from: FieldReader): EventRecord {
  const sequence = from.number();
  const channel = from.channel();
  const type = from.text();
  const identity = from.optional();
  const at = from.number();
  const data = from.text();
  const id = from.optional();
  const ahead = from.flag();
  const brought = id === undefined ? undefined : { id, ahead };
  const event = { sequence, channel, type, at, data: asJson(new JsonText(data, brought)), done: from.flag() };
  const doneBy = decodeNames(from);
  return identity === undefined ? { ...event, doneBy } : { ...event, doneBy, identity };
}

function decodeRow(from: FieldReader): OutboxRow {
  const id = from.number();
  const key = from.text();
  const channel = from.channel();
  const state = from.text() as OutboxRow['state'];
  const action = decodeAction(from);
  const options = decodeJson(from);
  const family = from.optional();
  const counts = { attempts: from.number(), at: from.number(), changedAt: from.number() };
  const refs = decodeRefs(from);
  const reason = from.optional();
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
function decodeChange(from: FieldReader): RowChange {
  const which = from.small();
  const change: Record<string, unknown> = {};
  for (const [index, field] of changed.entries()) if (which & (1 << index)) change[field] = takeChanged[field](from);
  return change;
}

const takeChanged: Readonly<Record<keyof RowChange, (from: FieldReader) => unknown>> = {
  state: (from) => from.text(),
  attempts: (from) => from.number(),
  changedAt: (from) => from.number(),
  refs: decodeRefs,
  reason: (from) => from.text(),
  action: decodeAction,
  options: decodeJson,
};

function decodeLink(from: FieldReader): LinkRecord {
  const family = from.text();
  const channel = from.channel();
  const ids = decodeNames(from);
  const original = from.flag();
  const message = from.optional();
  const link = {
    family,
    channel,
    ids,
    original,
    version: from.number(),
    deleted: from.flag(),
    at: from.number(),
  };
  return message === undefined ? link : { ...link, message: asJson(new JsonText(message)) };
}

/** JSON, still as text: for it to be written it need not be read. */
function decodeJson(from: FieldReader): Json {
  return asJson(new JsonText(from.text()));
}

/** Puts the message back to the rest. */
function decodeAction(from: FieldReader): Json {
  const rest = from.text();
  const message = from.optional();
  if (message === undefined) return asJson(new JsonText(rest));
  return asJson(new JsonText(`${rest.slice(0, -1)}${rest === '{}' ? '' : ','}"message":${message}}`));
}

function decodeRefs(from: FieldReader): OutboxRow['refs'] {
  const refs: MessageRef[] = [];
  for (let rest = from.small(); rest > 0; rest -= 1) refs.push(messageRef(from.channel(), from.text()));
  return refs;
}

function decodeNames(from: FieldReader): readonly string[] {
  const names: string[] = [];
  for (let rest = from.small(); rest > 0; rest -= 1) names.push(from.text());
  return names;
}

/** What stands for JSON between the bytes and the database. */
function asJson(text: JsonText): Json {
  return text as unknown as Json;
}
