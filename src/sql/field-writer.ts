import { StoreError } from '../errors.ts';
import type { ChannelRef } from '../model/refs.ts';
import type { Json } from '../store/records.ts';
import { toJson } from './json.ts';
import type { RecentJson } from './recent-json.ts';

/** Room for the fields of a batch, at first. */
const ROOM = 4096;
/** The most bytes of one field. */
const FIELD = 9;

/**
 * Makes bytes of a batch, field after field: numbers where they stand, and of each text only which it is, since most are in
 * a batch more than once. The texts follow, as one.
 */
export class FieldWriter {
  #fields = Buffer.allocUnsafeSlow(ROOM);
  #length = 0;
  readonly #texts: string[] = [];
  /** The place of each text, from 1. */
  readonly #places = new Map<string, number>();
  /** The place of each channel, from 1. */
  readonly #channels = new Map<ChannelRef, number>();
  /** The place of the text of a message. */
  readonly #messages = new Map<object, number>();
  readonly #recent: RecentJson;

  constructor(recent: RecentJson) {
    this.#recent = recent;
  }

  /** Adds a small number that is 0 or more. */
  small(value: number): void {
    this.#reserve();
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.#fields[this.#length++] = (rest & 0x7f) | 0x80;
    this.#fields[this.#length++] = rest;
  }

  /** @throws StoreError where it is not finite */
  number(field: string, value: number): void {
    if (!Number.isFinite(value)) throw unstorable(field, 'a number', value);
    this.#reserve();
    this.#fields.writeDoubleLE(value, this.#length);
    this.#length += 8;
  }

  /** @throws StoreError where it is not a whole number */
  integer(field: string, value: number): void {
    if (!Number.isSafeInteger(value)) throw unstorable(field, 'a whole number', value);
    this.number(field, value);
  }

  /** The first time with its names, then only by its place. @throws StoreError where one of these is not a text */
  channel(field: string, ref: ChannelRef): void {
    const place = this.#channels.get(ref);
    this.small(place ?? 0);
    if (place !== undefined) return;
    this.#channels.set(ref, this.#channels.size + 1);
    this.text(`${field}.network`, ref.network);
    this.text(`${field}.source`, ref.source);
  }

  /** The message of an action or of a link, which are often the same. @throws StoreError where it is not JSON */
  message(value: Json | undefined): void {
    if (typeof value !== 'object' || value === null) {
      this.optional('message', value === undefined ? undefined : toJson(value));
      return;
    }
    let place = this.#messages.get(value);
    if (place === undefined) {
      place = this.#add('message', this.#recent.of(value));
      this.#messages.set(value, place);
    }
    this.small(place);
  }

  flag(value: boolean | undefined): void {
    this.small(value === true ? 1 : 0);
  }

  /** A text that may well be in the batch already. @throws StoreError where it is not a text */
  text(field: string, value: string): void {
    let place = this.#places.get(value);
    if (place === undefined) {
      place = this.#add(field, value);
      this.#places.set(value, place);
    }
    this.small(place);
  }

  /** A text that is hardly in the batch already: to look for it would take longer. @throws StoreError where it is not a text */
  newText(field: string, value: string): void {
    this.small(this.#add(field, value));
  }

  /** @throws StoreError where it is neither a text nor absent */
  optional(field: string, value: string | undefined): void {
    if (value === undefined) this.small(0);
    else this.text(field, value);
  }

  /** The same for one that is hardly in the batch already. @throws StoreError where it is neither a text nor absent */
  newOptional(field: string, value: string | undefined): void {
    if (value === undefined) this.small(0);
    else this.newText(field, value);
  }

  /** All that was written. */
  end(): Uint8Array {
    const fields = this.#length;
    for (const { length } of this.#texts) this.small(length);
    const text = Buffer.from(this.#texts.join(''));
    const bytes = Buffer.allocUnsafeSlow(8 + this.#length + text.length);
    bytes.writeUInt32LE(fields, 0);
    bytes.writeUInt32LE(this.#texts.length, 4);
    this.#fields.copy(bytes, 8, 0, this.#length);
    text.copy(bytes, 8 + this.#length);
    return bytes;
  }

  #add(field: string, value: string): number {
    if (typeof value !== 'string') throw unstorable(field, 'a text', value);
    // Databases know no half of a pair: two names that differ in such would be one.
    return this.#texts.push(value.toWellFormed());
  }

  #reserve(): void {
    if (this.#length + FIELD <= this.#fields.length) return;
    const more = Buffer.allocUnsafeSlow(2 * this.#fields.length);
    this.#fields.copy(more);
    this.#fields = more;
  }
}

/** What is wrong with a field. */
export function unstorable(field: string, expected: string, got: unknown): StoreError {
  return new StoreError(`what was to be stored has a bad ${field}: expected ${expected}, got ${String(got)}`, {
    retryable: false,
  });
}
