import type { LogRecord } from './log.ts';

/** How long records are gathered, in milliseconds, and until how many bytes: what is over by then is written once. */
const GATHER_MS = 25;
const MANY_BYTES = 250_000;

/** Records that go to the thread together: to wake it takes longer than to give it one more. */
export class Bunch {
  readonly #send: (records: readonly LogRecord[]) => void;
  #records: LogRecord[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (records: readonly LogRecord[]) => void) {
    this.#send = send;
  }

  /** Adds a record, which goes soon. */
  add(record: LogRecord): void {
    this.#records.push(record);
    this.#bytes += record.bytes.length;
    if (this.#bytes > MANY_BYTES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  /** Sends what there is. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#records.length === 0) return;
    const records = this.#records;
    this.#records = [];
    this.#bytes = 0;
    this.#send(records);
  }
}
