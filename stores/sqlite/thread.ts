import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreError } from '../../src/index.ts';
import type { SqlStore } from '../../src/sql/index.ts';
import type { Place } from './applier.ts';
import { Bunch } from './bunch.ts';
import { type Fault, fromFault } from './fault.ts';
import type { LogRecord } from './log.ts';

/** What a thread can be asked once its database is open. */
export type Ask = Exclude<keyof SqlStore, 'name' | 'lasting' | 'committed' | 'commit' | 'open' | 'close' | 'summary'>;

/** What is to be answered. */
export type Question =
  | { readonly open: Place }
  | { readonly close: true }
  | { readonly ask: Ask; readonly args: readonly unknown[] };

/** What is sent to a thread: records to be brought into the database, or a question. */
export type Order = { readonly add: readonly LogRecord[] } | Question;

/** What a thread tells: answers in the order of the questions, and how far it has come with the records. */
export type Answer =
  | { readonly value: unknown }
  | { readonly fault: Fault }
  | { readonly progress: { readonly applied: number } | { readonly fault: Fault } }
  | { readonly warning: string };

/** How far a thread has come, or why it cannot go on. */
export type ThreadProgress = { readonly applied: number } | { readonly fault: StoreError };

/** Room for what is soon garbage, in megabytes: with less of it, much lives long enough to be copied. */
const YOUNG_MB = 64;

interface Asked {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A thread with a database in it: what takes long there holds up nothing here. */
export class Thread {
  /** One that has nothing to do: to start a thread takes longer than to open a database. */
  static #idle: Thread | undefined;
  readonly #worker: Worker;
  #progress: (progress: ThreadProgress) => void = () => undefined;
  /** What was asked and not answered, in order. */
  #asked: Asked[] = [];
  /** Who waits for it to come further. */
  #watching: (() => void)[] = [];
  #over: StoreError | undefined;
  /** What is in the log and not with the thread yet. */
  readonly #bunch = new Bunch((records) => this.#send(records));

  private constructor() {
    // In the source tree beside this file; where it is built, beside `index.js`, which this is a part of then.
    const program = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(program, {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      // What the process was started with is for its own program.
      execArgv: [],
    });
    this.#worker.on('message', (answer: Answer) => this.#told(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(undefined));
    // An open database keeps no process from ending; what is asked of it does.
    this.#worker.unref();
  }

  /** A thread for one database. */
  static obtain(progress: (progress: ThreadProgress) => void): Thread {
    const idle = Thread.#idle;
    Thread.#idle = undefined;
    const thread = idle === undefined || idle.over ? new Thread() : idle;
    thread.#progress = progress;
    return thread;
  }

  /** Its database is closed: it is for another. */
  async leave(): Promise<void> {
    this.#progress = () => undefined;
    if (Thread.#idle !== undefined || this.over) await this.end();
    else Thread.#idle = this;
  }

  /** Whether it has ended. */
  get over(): boolean {
    return this.#over !== undefined;
  }

  /** Opens the database. @throws StoreError */
  open(place: Place): Promise<unknown> {
    return this.#ask({ open: place });
  }

  /** Closes it, once it has all that was taken, if it can. @throws StoreError */
  close(): Promise<unknown> {
    return this.#ask({ close: true });
  }

  /** Gives it a record, whose bytes are the thread's from then on; soon, and before anything that is asked. */
  add(record: LogRecord): void {
    this.#bunch.add(record);
  }

  /** Asks it something. @throws StoreError */
  ask(ask: Ask, ...args: readonly unknown[]): Promise<unknown> {
    return this.#ask({ ask, args });
  }

  #ask(question: Question): Promise<unknown> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    this.#bunch.flush();
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#worker.postMessage(question satisfies Order);
    });
  }

  /** Resolves when it has come further with the records, or cannot. */
  progressed(): Promise<void> {
    if (this.over) return Promise.resolve();
    this.#bunch.flush();
    this.#worker.ref();
    return new Promise((resolve) => this.#watching.push(resolve));
  }

  /** Stops it, whatever it is doing. */
  async end(): Promise<void> {
    this.#end(undefined);
    await this.#worker.terminate();
  }

  #send(records: readonly LogRecord[]): void {
    if (this.over) return;
    const buffers = records.map(({ bytes }) => bytes.buffer as ArrayBuffer);
    this.#worker.postMessage({ add: records } satisfies Order, buffers);
  }

  #told(answer: Answer): void {
    if ('warning' in answer) process.emitWarning(answer.warning);
    else if ('progress' in answer) {
      const { progress } = answer;
      this.#progress('fault' in progress ? { fault: fromFault(progress.fault) } : progress);
      this.#wake();
    } else {
      const asked = this.#asked.shift();
      if ('fault' in answer) asked?.reject(fromFault(answer.fault));
      else asked?.resolve(answer.value);
    }
    if (this.#asked.length === 0 && this.#watching.length === 0) this.#worker.unref();
  }

  #wake(): void {
    const watching = this.#watching;
    this.#watching = [];
    for (const resolve of watching) resolve();
  }

  #end(cause: unknown): void {
    if (this.#over !== undefined) return;
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    const over = new StoreError(`sqlite: the thread of the database has ended${why}`, { cause });
    this.#over = over;
    for (const { reject } of this.#asked.splice(0)) reject(over);
    this.#wake();
  }
}
