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
  renameSync,
  rmSync,
  statSync,
  writevSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';

/** The first bytes of the file: whose it is, and which form its records have. */
const MAGIC: Buffer = Buffer.from('tieline log 2\n');
/** What follows them: the number of the database that it belongs to. */
const START = MAGIC.length + 4;
/** What stands before each record: its length, the checksum of the rest, and its number. */
const HEADER = 16;

/** One record of a {@link Log}. */
export interface LogRecord {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** What a log was found to hold. */
export interface LogContents {
  /** The number of the database that it belongs to. */
  readonly database: number;
  /** In order, their numbers without a gap. The last may have been cut off when its process ended: it was never said to be safe. */
  readonly records: readonly LogRecord[];
}

/** A file of numbered records that only ever grows, until it is begun anew. What was appended outlives the process; after {@link sync} also the power. */
export class Log {
  readonly #path: string;
  readonly #start: Buffer;
  #file: number;
  #size = START;
  /** Tells the file that is open from another one at the same place. */
  #inode: number;

  /**
   * Begins a log, in a new file: whoever still has an older one open at this place notices that it is not theirs.
   * @param mode the permissions of the file
   */
  constructor(path: string, database: number, mode: number) {
    this.#path = path;
    this.#start = Buffer.alloc(START);
    MAGIC.copy(this.#start);
    this.#start.writeUInt32LE(database, MAGIC.length);
    this.#file = newFile(path, mode, this.#start);
    this.#inode = fstatSync(this.#file).ino;
  }

  /** How many bytes it has. */
  get size(): number {
    return this.#size;
  }

  /** What is in a file; undefined where there is none, or nothing in it. Throws where it is no log. */
  static read(path: string): LogContents | undefined {
    const file = contentsOf(path);
    if (!MAGIC.subarray(0, file.length).equals(file.subarray(0, MAGIC.length))) {
      throw new Error('it is no log of this release of tieline');
    }
    if (file.length < START) return undefined;
    const records: LogRecord[] = [];
    for (let start = START; start + HEADER <= file.length; ) {
      const end = start + HEADER + file.readUInt32LE(start);
      const number = file.readDoubleLE(start + 8);
      const isWhole = end <= file.length && crc32(file.subarray(start + 8, end)) === file.readUInt32LE(start + 4);
      // What follows a record that is not whole was there before it, and is older.
      if (!isWhole || number !== (records.at(-1)?.number ?? number - 1) + 1) break;
      records.push({ number, bytes: file.subarray(start + HEADER, end) });
      start = end;
    }
    return { database: file.readUInt32LE(MAGIC.length), records };
  }

  /** Adds a record; its number is one more than that of the record before it. Throws what the system says. */
  append({ number, bytes }: LogRecord): void {
    this.ensure();
    const header = Buffer.alloc(HEADER);
    header.writeUInt32LE(bytes.length, 0);
    header.writeDoubleLE(number, 8);
    header.writeUInt32LE(crc32(bytes, crc32(header.subarray(8))), 4);
    // At its place and not at the end: there half a record may be left that could not be written.
    write(this.#file, [header, bytes], this.#size);
    this.#size += HEADER + bytes.length;
  }

  /** Waits until the disk has it. */
  sync(): Promise<void> {
    return promisify(fdatasync)(this.#file);
  }

  /** Begins it anew. Throws what the system says. */
  clear(): void {
    write(this.#file, [this.#start], 0);
    ftruncateSync(this.#file, START);
    this.#size = START;
  }

  close(): void {
    closeSync(this.#file);
  }

  /**
   * Sees to it that the file is at its place: where it was taken away, what is in it is written anew, since it would be gone
   * with this process. Throws where another has its place, and what the system says.
   */
  ensure(): void {
    const found = statSync(this.#path, { throwIfNoEntry: false });
    if (found?.ino === this.#inode) {
      // Somebody has emptied it: what it held can only come into the database now.
      if (found.size < this.#size) this.clear();
      return;
    }
    if (found !== undefined) throw new Error('it was replaced by another file while it was open');
    const { mode } = fstatSync(this.#file);
    const before = Buffer.alloc(this.#size);
    if (readSync(this.#file, before, 0, before.length, 0) < before.length) throw new Error('it could not be read');
    const file = newFile(this.#path, mode & 0o777, before);
    closeSync(this.#file);
    this.#file = file;
    this.#inode = fstatSync(file).ino;
  }
}

/** Puts a new file at a place, whole or not at all, and opens it. */
function newFile(path: string, mode: number, contents: Buffer): number {
  const aside = `${path}-new`;
  rmSync(aside, { force: true });
  const file = openSync(aside, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    write(file, [contents], 0);
    fsyncSync(file);
    renameSync(aside, path);
    syncFolderOf(path);
    return file;
  } catch (error) {
    closeSync(file);
    rmSync(aside, { force: true });
    throw error;
  }
}

function write(file: number, pieces: readonly Uint8Array[], position: number): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (writevSync(file, pieces, position) < length) {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
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

function contentsOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
