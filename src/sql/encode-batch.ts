import { serialize } from 'node:v8';
import { StoreError } from '../errors.ts';
import type { ChannelRef } from '../model/refs.ts';
import { messageOf } from '../store/message-id.ts';
import type { Write } from '../store/records.ts';
import { ops } from './batch-ops.ts';
import { messageJson, refsJson, toJson } from './json.ts';

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

/** Adds the fields of a write, in the order in which `decode-batch.ts` takes them. */
function encode(write: Write, flat: unknown[]): void {
  switch (write.op) {
    case 'event': {
      const { sequence, channel, type, identity, at, data, done, doneBy } = write.event;
      flat.push(
        integer('sequence', sequence),
        ...place('channel', channel),
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
        ...place('channel', channel),
        text('state', state),
        toJson(action),
      );
      flat.push(
        toJson(options),
        optional('family', family),
        integer('attempts', attempts),
        number('at', at),
        number('changedAt', changedAt),
        refsJson(refs),
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
        refs === undefined ? undefined : refsJson(refs),
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
      flat.push(text('family', family), ...place('channel', channel), toJson(ids), original === true);
      flat.push(
        message === undefined ? undefined : messageJson(message),
        integer('version', version),
        deleted === true,
        number('at', at),
      );
      break;
    }
    case 'migrate':
      flat.push(...place('from', write.from), ...place('to', write.to));
      break;
    case 'set':
      flat.push(text('table', write.table), text('key', write.key), toJson(write.value));
      break;
    case 'unset':
      flat.push(text('table', write.table), text('key', write.key));
      break;
  }
}

function place(field: string, { network, source }: ChannelRef): readonly [string, string] {
  return [text(`${field}.network`, network), text(`${field}.source`, source)];
}

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
