import { StoreError } from '../errors.ts';
import type { MessageRef } from '../model/refs.ts';
import { messageOf } from '../store/message-id.ts';
import type { EventRecord, Json, LinkRecord, OutboxRow, RowChange, Write } from '../store/records.ts';
import { changed, ops } from './batch-ops.ts';
import { FieldWriter, unstorable } from './field-writer.ts';
import { toJson } from './json.ts';
import { RecentJson } from './recent-json.ts';

const code = Object.fromEntries(ops.map((op, index) => [op, index])) as Readonly<Record<Write['op'], number>>;

/**
 * Makes bytes of a batch.
 * @param recent what is remembered from one batch to the next
 * @throws StoreError where a value cannot be stored
 */
export function encodeBatch(batch: readonly Write[], recent: RecentJson = new RecentJson()): Uint8Array {
  try {
    const to = new FieldWriter(recent);
    for (const write of batch) encode(write, to);
    return to.end();
  } catch (thrown) {
    if (thrown instanceof StoreError) throw thrown;
    // Of what is not as it should be, or is too much for one text: it would be so the next time, too.
    throw new StoreError('what was to be stored cannot be written', { cause: thrown, retryable: false });
  }
}

/** Adds the fields of a write, in the order in which `decode-batch.ts` takes them. */
function encode(write: Write, to: FieldWriter): void {
  const op: number | undefined = code[write.op];
  if (op === undefined) throw unstorable('op', 'one of a write', write.op);
  to.small(op);
  switch (write.op) {
    case 'event':
      encodeEvent(write.event, to);
      break;
    case 'event-done':
      to.integer('sequence', write.sequence);
      to.optional('hook', write.hook);
      break;
    case 'row':
      encodeRow(write.row, to);
      break;
    case 'row-change':
      to.integer('id', write.id);
      encodeChange(write.change, to);
      break;
    case 'row-remove':
      to.integer('id', write.id);
      break;
    case 'link':
      encodeLink(write.link, to);
      break;
    case 'migrate':
      to.channel('from', write.from);
      to.channel('to', write.to);
      break;
    case 'set':
      to.text('table', write.table);
      to.text('key', write.key);
      to.text('value', toJson(write.value));
      break;
    case 'unset':
      to.text('table', write.table);
      to.text('key', write.key);
      break;
  }
}

function encodeEvent(event: EventRecord, to: FieldWriter): void {
  to.integer('sequence', event.sequence);
  to.channel('channel', event.channel);
  to.text('type', event.type);
  to.newOptional('identity', event.identity);
  to.number('at', event.at);
  to.newText('data', toJson(event.data));
  const brought = messageOf(event);
  to.newOptional('id', brought?.id);
  to.flag(brought?.ahead);
  to.flag(event.done);
  encodeNames('doneBy', event.doneBy, to);
}

function encodeRow(row: OutboxRow, to: FieldWriter): void {
  to.integer('id', row.id);
  to.newText('key', row.key);
  to.channel('channel', row.channel);
  to.text('state', row.state);
  encodeAction(row.action, to);
  to.text('options', toJson(row.options));
  to.optional('family', row.family);
  to.integer('attempts', row.attempts);
  to.number('at', row.at);
  to.number('changedAt', row.changedAt);
  encodeRefs(row.refs, to);
  to.optional('reason', row.reason);
}

/** First which fields change, then these, in the order of the list. */
function encodeChange(change: RowChange, to: FieldWriter): void {
  const fields = changed.filter((field) => change[field] !== undefined);
  let which = 0;
  for (const field of fields) which |= 1 << changed.indexOf(field);
  to.small(which);
  // Each takes the field that it is named after.
  for (const field of fields) giveChanged[field](change[field] as never, to);
}

const giveChanged: { readonly [F in keyof RowChange]-?: (value: NonNullable<RowChange[F]>, to: FieldWriter) => void } =
  {
    state: (value, to) => to.text('state', value),
    attempts: (value, to) => to.integer('attempts', value),
    changedAt: (value, to) => to.number('changedAt', value),
    refs: encodeRefs,
    reason: (value, to) => to.text('reason', value),
    action: encodeAction,
    options: (value, to) => to.text('options', toJson(value)),
  };

function encodeLink(link: LinkRecord, to: FieldWriter): void {
  to.text('family', link.family);
  to.channel('channel', link.channel);
  encodeNames('ids', link.ids, to);
  to.flag(link.original);
  to.message(link.message);
  to.integer('version', link.version);
  to.flag(link.deleted);
  to.number('at', link.at);
}

/** The message apart from the rest: it is in a link as well. */
function encodeAction(action: Json, to: FieldWriter): void {
  const { message, ...rest } = (action ?? {}) as { readonly message?: Json };
  const isMessage = typeof message === 'object' && message !== null;
  to.text('action', toJson(isMessage ? rest : action));
  to.message(isMessage ? message : undefined);
}

function encodeRefs(refs: readonly MessageRef[], to: FieldWriter): void {
  to.small(refs.length);
  for (const { channel, id } of refs) {
    to.channel('refs', channel);
    to.text('refs', id);
  }
}

function encodeNames(field: string, names: readonly string[], to: FieldWriter): void {
  to.small(names.length);
  for (const name of names) to.text(field, name);
}
