import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';

/** The first bytes of the file: whose it is, and which form its records have. */
const MAGIC: Uint8Array = new TextEncoder().encode('tieline log 1\n');
/** What stands before each record: its length, the checksum of the rest, and its number. */
const HEADER = 16;

/** One record of a {@link Log}. */
export interface LogRecord {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/**
 * A file of numbered records that only ever grows, until it is begun anew. What was appended outlives the process; after
 * {@link sync} also the power.
 */
export class Log {
  readonly #path: string;
  #file: number;
  #size: number;
  /** Tells the file that is open from another one at the same place. */
  #inode: number;

  /** Opens it, or makes it. What is in it stays until {@link clear}. */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    const { size, ino } = fstatSync(this.#file);
    this.#size = size;
    this.#inode = ino;
    syncFolderOf(path);
  }

  /** How many bytes it has. */
  get size(): number {
    return this.#size;
  }

  /**
   * The records of a file, in order, none where there is no file. The last may have been cut off when its process ended: that
   * was never said to be safe.
   */
  static read(path: string): LogRecord[] {
    const records: LogRecord[] = [];
    const file = contentsOf(path);
    if (file === undefined || !MAGIC.every((byte, index) => file[index] === byte)) return records;
    for (let start = MAGIC.length; start + HEADER <= file.length; ) {
      const end = start + HEADER + file.readUInt32LE(start);
      const number = file.readDoubleLE(start + 8);
      const isWhole = end <= file.length && crc32(file.subarray(start + 8, end)) === file.readUInt32LE(start + 4);
      // What follows a record that is not whole was there before it, and is older.
      if (!isWhole || number !== (records.at(-1)?.number ?? number - 1) + 1) break;
      records.push({ number, bytes: file.subarray(start + HEADER, end) });
      start = end;
    }
    return records;
  }

  /** Adds a record; its number is one more than that of the record before it. Throws what the system says. */
  append({ number, bytes }: LogRecord): void {
    this.#findFile();
    const header = Buffer.alloc(HEADER);
    header.writeUInt32LE(bytes.length, 0);
    header.writeDoubleLE(number, 8);
    header.writeUInt32LE(crc32(bytes, crc32(header.subarray(8))), 4);
    const pieces = this.#size === 0 ? [MAGIC, header, bytes] : [header, bytes];
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    // At its place and not at the end: there half a record may be left that could not be written.
    const written = writevSync(this.#file, pieces, this.#size);
    if (written < length) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    this.#size += length;
  }

  /** Waits until the disk has it. */
  sync(): Promise<void> {
    return promisify(fdatasync)(this.#file);
  }

  /** Begins it anew. Throws what the system says. */
  clear(): void {
    ftruncateSync(this.#file, 0);
    this.#size = 0;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Where the file was taken away, what is in it is written anew: it would be gone with this process. */
  #findFile(): void {
    const found = statSync(this.#path, { throwIfNoEntry: false })?.ino;
    if (found === this.#inode) return;
    if (found !== undefined) throw new Error(`${this.#path} was replaced by another file while it was open`);
    const before = Buffer.alloc(this.#size);
    readSync(this.#file, before, 0, this.#size, 0);
    const file = openSync(this.#path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o644);
    writeSync(file, before, 0, this.#size, 0);
    closeSync(this.#file);
    this.#file = file;
    this.#inode = fstatSync(file).ino;
    syncFolderOf(this.#path);
  }
}

/** A new file is lost with the power until its folder is on the disk, too. */
function syncFolderOf(path: string): void {
  // Windows opens no folders, and needs none.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), constants.O_RDONLY);
  fsyncSync(folder);
  closeSync(folder);
}

function contentsOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}
