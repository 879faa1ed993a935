/** What a SQL store reads, as the store's callers know it. */
import { type ChannelRef, channelRef, messageRef } from '../model/refs.ts';
import type { EventRecord, Json, LinkRecord, OutboxRow } from '../store/records.ts';
import { rowStates } from './schema.ts';
import type { SqlRow } from './statement.ts';

/** Needs `network` and `source`. */
export function toChannel(row: SqlRow): ChannelRef {
  return channelRef(row.network as string, row.source as string);
}

/** Needs `sequence`, `type`, `identity`, `at`, `data` and `done_by`, which is null where the event is finished. */
export function toEvent(row: SqlRow): EventRecord {
  const doneBy = row.done_by as string | null;
  return {
    sequence: Number(row.sequence),
    channel: toChannel(row),
    type: row.type as string,
    ...(row.identity !== null && { identity: row.identity as string }),
    at: Number(row.at),
    data: parse(row.data),
    done: doneBy === null,
    doneBy: doneBy ? [...new Set(parse(`[${doneBy.slice(0, -1)}]`) as readonly string[])] : [],
  };
}

/** Needs all columns of `outbox`. */
export function toOutboxRow(row: SqlRow): OutboxRow {
  const refs = parse(row.refs) as readonly (readonly [network: string, source: string, id: string])[];
  return {
    id: Number(row.id),
    key: row.key as string,
    channel: toChannel(row),
    state: rowStates[Number(row.state)]!,
    action: parse(row.action),
    options: parse(row.options),
    ...(row.family !== null && { family: row.family as string }),
    attempts: Number(row.attempts),
    at: Number(row.at),
    changedAt: Number(row.changed_at),
    refs: refs.map(([network, source, id]) => messageRef(channelRef(network, source), id)),
    ...(row.reason !== null && { reason: row.reason as string }),
  };
}

/** Needs all columns of `links`, and `name`. */
export function toLink(row: SqlRow): LinkRecord {
  return {
    family: row.name as string,
    channel: toChannel(row),
    ids: parse(row.ids) as readonly string[],
    original: Number(row.original) === 1,
    ...(row.message !== null && { message: parse(row.message) }),
    version: Number(row.version),
    deleted: Number(row.deleted) === 1,
    at: Number(row.at),
  };
}

function parse(json: unknown): Json {
  return JSON.parse(json as string) as Json;
}
