import { NotConnectedError, NotJoinedError, PlugError, TooLongError } from '../../src/index.ts';
import type { IrcClient } from './client.ts';
import { Confirmations } from './confirm.ts';
import { FloodControl } from './flood.ts';
import type { Identity } from './identity.ts';
import { assumedPrefixBytes, messageLines } from './line.ts';
import type { MemberList } from './members.ts';
import { type IrcMessage, messageTag } from './message.ts';
import { foldName, isChannelName } from './names.ts';
import { sendRefusal } from './refusals.ts';
import type { IrcSettings } from './settings.ts';

/** What is said, and how. */
export interface Said {
  readonly target: string;
  readonly text: string;
  readonly action: boolean;
  readonly notice: boolean;
  /** Aborted when nobody waits for it any more. Made when it is read: that is for those who have had to wait. */
  readonly options: { readonly signal: AbortSignal };
}

/** What sending needs. */
export interface SenderParts {
  readonly settings: IrcSettings;
  readonly client: IrcClient;
  readonly identity: Identity;
  readonly members: MemberList;
  /** An id for a message that the server gives none. */
  readonly nextId: () => string;
}

/** Writes messages and commands, as fast as the server allows, and finds out what became of them. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #confirmations: Confirmations;
  readonly #flood: FloodControl | undefined;
  readonly #batches = new Map<string, string>();
  /** How many lines to a channel were refused, by its name as the server compares names. */
  readonly #refusals = new Map<string, number>();
  #end: Error | undefined;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    const { client, settings } = parts;
    this.#confirmations = new Confirmations({
      ping: (token) => client.write(`PING :${token}`),
      afterWrites: (callback) => client.afterWrites(callback),
      nextId: parts.nextId,
    });
    this.#flood = settings.flood === false ? undefined : new FloodControl(settings.flood);
  }

  /** How long `nick!user@host` is, or can be, in bytes. */
  get prefixBytes(): number {
    const { prefix, nick } = this.#parts.identity;
    return prefix === undefined ? assumedPrefixBytes(nick, this.#parts.settings.username) : Buffer.byteLength(prefix);
  }

  /** Whether it is not yet known what became of some of the lines written. */
  get isAwaited(): boolean {
    return this.#confirmations.size > 0;
  }

  /** Says something; resolves with the ids of the lines it became, once the server has read them. */
  say(said: Said): Promise<string | string[]> {
    const command = said.notice ? 'NOTICE' : 'PRIVMSG';
    const frame = { prefixBytes: this.prefixBytes, command, target: said.target, action: said.action } as const;
    const lines = messageLines(frame, said.text);
    const [first] = lines;
    if (first === undefined)
      return Promise.reject(new PlugError('there is no text to send', { retryable: false, certain: true }));
    if (lines.length === 1) return this.#send(first, said);
    return Promise.all(lines.map((line) => this.#send(line, said)));
  }

  /**
   * Sends a command; resolves once the server has read it.
   * @throws TooLongError where it does not fit into a line; why it was refused, where it is a message
   */
  command(line: string): Promise<unknown> {
    if (Buffer.byteLength(line) > 510) return Promise.reject(new TooLongError('a line of IRC has 510 bytes'));
    return this.#paced(() => {
      // A password for a service: written as other messages are, so that its echo is taken for one and goes no further.
      const [, service] = /^(?:PRIVMSG|NOTICE) (\S+) /i.exec(line) ?? [];
      if (service !== undefined) return this.#write(line, service);
      if (this.#end !== undefined) return Promise.reject<string>(this.#end);
      this.#parts.client.write(line);
      return this.#confirmations.sent('', '');
    });
  }

  /** How many lines to a target were refused so far. */
  refusals(target: string): number {
    return this.#refusals.get(this.#fold(target)) ?? 0;
  }

  /** Reads a message of our own; whether it is the echo that confirms a line, and so no news. */
  takeEcho(message: IrcMessage): boolean {
    const label = this.#labelOf(message);
    return label !== '' && this.#confirmations.answered(label, messageTag(message, 'msgid'));
  }

  /** Reads what else may confirm or refuse a line; whether it did. */
  take(message: IrcMessage): boolean {
    const { command, params } = message;
    if (command === 'PONG') return this.#confirmations.pong(params.at(-1) ?? '');
    if (command === 'ACK') return this.#confirmations.answered(this.#labelOf(message), undefined);
    if (command === 'BATCH') return this.#batch(message);
    const target = params[1] ?? '';
    const error = sendRefusal(command, target, params.at(-1) ?? '');
    if (error === undefined) return false;
    const isOut = isChannelName(target) && !this.#parts.members.isIn(target);
    // Thrown out a moment ago: we come back, and then it can be sent.
    const fault = isOut ? new NotJoinedError(`not in ${target}`, { cause: error }) : error;
    const isOurs = this.#confirmations.refused(this.#fold(target), this.#labelOf(message), fault);
    if (isOurs) this.#refusals.set(this.#fold(target), this.refusals(target) + 1);
    return isOurs;
  }

  /** The connection is gone. */
  stop(cause: Error | undefined): void {
    const options = cause === undefined ? {} : { cause };
    this.#end = new NotConnectedError('the connection is gone', options);
    this.#flood?.clear(this.#end);
    this.#confirmations.cut(
      new NotConnectedError('the connection went before the server had answered', { ...options, certain: false }),
    );
  }

  #send(line: string, said: Said): Promise<string> {
    if (this.#flood === undefined) return this.#write(line, said.target);
    return this.#flood.run(() => {
      const { signal } = said.options;
      if (!signal.aborted) return this.#write(line, said.target);
      return Promise.reject(new NotConnectedError('given up before it was written', { cause: signal.reason }));
    });
  }

  #write(line: string, target: string): Promise<string> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const label = this.#parts.client.confirmsByLabel ? this.#confirmations.nextLabel() : '';
    this.#parts.client.write(label === '' ? line : `@label=${label} ${line}`);
    return this.#confirmations.sent(this.#fold(target), label);
  }

  #paced<T>(write: () => Promise<T>): Promise<T> {
    return this.#flood === undefined ? write() : this.#flood.run(write);
  }

  /** The label that a line answers: its own, or that of the batch it belongs to. */
  #labelOf(message: IrcMessage): string {
    return messageTag(message, 'label') ?? this.#batches.get(messageTag(message, 'batch') ?? '') ?? '';
  }

  // Several lines that answer one label come as a batch (https://ircv3.net/specs/extensions/labeled-response).
  #batch(message: IrcMessage): boolean {
    const [reference = '', type] = message.params;
    const label = messageTag(message, 'label');
    if (reference.startsWith('+') && type === 'labeled-response' && label !== undefined) {
      this.#batches.set(reference.slice(1), label);
      return true;
    }
    const ended = this.#batches.get(reference.slice(1));
    if (!reference.startsWith('-') || ended === undefined) return false;
    this.#batches.delete(reference.slice(1));
    this.#confirmations.answered(ended, undefined);
    return true;
  }

  #fold(name: string): string {
    return foldName(name, this.#parts.client.caseMapping);
  }
}
