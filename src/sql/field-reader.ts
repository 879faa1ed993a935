import { StoreError } from '../errors.ts';
import { type ChannelRef, channelRef } from '../model/refs.ts';

/** Takes one field after another from what a {@link FieldWriter} made. */
export class FieldReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #end: number;
  readonly #texts: string[] = [];
  readonly #channels: ChannelRef[] = [];
  #place = 8;

  /** @throws StoreError where the bytes are no batch */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#bytes.length < this.#place) throw noBatch();
    this.#end = this.#place + this.#bytes.readUInt32LE(0);
    this.#readTexts(this.#bytes.readUInt32LE(4));
  }

  get atEnd(): boolean {
    return this.#place >= this.#end;
  }

  small(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#place++];
      if (byte === undefined) throw noBatch();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  number(): number {
    if (this.#place + 8 > this.#end) throw noBatch();
    const value = this.#view.getFloat64(this.#place, true);
    this.#place += 8;
    return value;
  }

  flag(): boolean {
    return this.small() === 1;
  }

  text(): string {
    const text = this.optional();
    if (text === undefined) throw noBatch();
    return text;
  }

  optional(): string | undefined {
    const place = this.small();
    if (place > this.#texts.length) throw noBatch();
    return place === 0 ? undefined : this.#texts[place - 1];
  }

  channel(): ChannelRef {
    const place = this.small();
    if (place > this.#channels.length) throw noBatch();
    const known = this.#channels[place - 1];
    if (known !== undefined) return known;
    const channel = channelRef(this.text(), this.text());
    this.#channels.push(channel);
    return channel;
  }

  /** The texts stand behind the fields: first how long each is, then all as one. */
  #readTexts(count: number): void {
    const start = this.#place;
    this.#place = this.#end;
    const lengths: number[] = [];
    while (lengths.length < count) lengths.push(this.small());
    const all = this.#bytes.toString('utf8', this.#place);
    let from = 0;
    for (const length of lengths) {
      this.#texts.push(all.slice(from, from + length));
      from += length;
    }
    this.#place = start;
  }
}

function noBatch(): StoreError {
  return new StoreError('what was to be read is no batch', { retryable: false });
}
