/** What a file is for, which decides how a network shows it. */
export type FileKind = 'image' | 'video' | 'audio' | 'voice' | 'sticker' | 'file';

/** A file that hangs on a message, by address, by stream, or both. */
export interface FileAttachment {
  readonly type: 'file';
  readonly kind: FileKind;
  readonly name?: string;
  /** The media type, as in RFC 6838: `image/png`. */
  readonly mime?: string;
  /** In bytes. */
  readonly size?: number;
  /** An address anybody may fetch. One that carries a secret is never relayed. */
  readonly url?: string;
  /**
   * Opens the content from its start; may be called more than once. Not stored: after a restart only `url` is left.
   * The caller reads the stream to its end or cancels it.
   */
  open?(): Promise<ReadableStream<Uint8Array>>;
  /** What the picture shows, in words. */
  readonly alt?: string;
  /** Whether it belongs into the text rather than under it. */
  readonly inline?: boolean;
  readonly spoiler?: boolean;
  /** In seconds. */
  readonly duration?: number;
  /** In pixels. */
  readonly width?: number;
  /** In pixels. */
  readonly height?: number;
}

/** A place on the earth. */
export interface LocationAttachment {
  readonly type: 'location';
  /** In degrees, north positive. */
  readonly latitude: number;
  /** In degrees, east positive. */
  readonly longitude: number;
  readonly name?: string;
  readonly address?: string;
}

/** A question with answers to choose from. */
export interface PollAttachment {
  readonly type: 'poll';
  readonly question: string;
  readonly options: readonly string[];
  /** Whether more than one answer may be chosen. */
  readonly multiple?: boolean;
}
