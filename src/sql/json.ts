import { StoreError } from '../errors.ts';
import type { Brought } from '../store/message-id.ts';
import type { OutboxRow } from '../store/records.ts';

/** JSON as its text, in place of the value: what was made elsewhere is written as it is. */
export class JsonText {
  readonly text: string;
  /** Of the data of an event: the message that it brought. */
  readonly brought: Brought | undefined;

  constructor(text: string, brought?: Brought) {
    this.text = text;
    this.brought = brought;
  }
}

/** The text of a value. @throws StoreError where it is not JSON */
export function toJson(value: unknown): string {
  if (value instanceof JsonText) return value.text;
  let json: string | undefined;
  let cause: unknown;
  try {
    json = JSON.stringify(value);
  } catch (thrown) {
    cause = thrown;
  }
  if (json === undefined)
    throw new StoreError('a value that was to be stored is not JSON', { cause, retryable: false });
  return json;
}

/** The text of the physical messages of a row: a list of `[network, source, id]`. */
export function refsJson(refs: OutboxRow['refs']): string {
  if (refs instanceof JsonText) return refs.text;
  if (refs.length === 0) return '[]';
  return JSON.stringify(refs.map(({ channel, id }) => [channel.network, channel.source, id]));
}
