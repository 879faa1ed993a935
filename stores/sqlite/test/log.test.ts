import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Log, type LogRecord } from '../log.ts';
import { temporaryFolder } from './folder.ts';

const text = new TextEncoder();
const DATABASE = 0x7469656c;

/** A log with records `1 …` to `3 …`, closed; gives how long it was after each. */
function threeRecords(path: string): number[] {
  const log = new Log(path, DATABASE, 0o600);
  const sizes = [1, 2, 3].map((number) => {
    log.append({ number, bytes: text.encode(`${number} ${'x'.repeat(number * 10)}`) });
    return log.size;
  });
  log.close();
  return sizes;
}

function recordsIn(path: string): readonly LogRecord[] {
  const found = Log.read(path);
  if (found !== undefined) expect(found.database).toBe(DATABASE);
  return found?.records ?? [];
}

function numbersIn(path: string): number[] {
  return recordsIn(path).map(({ number, bytes }) => {
    expect(new TextDecoder().decode(bytes)).toBe(`${number} ${'x'.repeat(number * 10)}`);
    return number;
  });
}

describe('Log', () => {
  it('gives what was appended, in order', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    expect(Log.read(path)).toBeUndefined();
    const sizes = threeRecords(path);
    expect(numbersIn(path)).toEqual([1, 2, 3]);
    expect(statSync(path).size).toBe(sizes[2]);
  });

  it('gives the whole records of a file that ends anywhere', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const sizes = threeRecords(path);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      expect(numbersIn(path)).toEqual([1, 2, 3].filter((number) => sizes[number - 1]! <= length));
    }
  });

  it('gives nothing from a byte on that was changed', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const sizes = threeRecords(path);
    const whole = readFileSync(path);
    const first = whole.indexOf('\n') + 5;
    for (let place = first; place < whole.length; place += 1) {
      const changed = Buffer.from(whole);
      changed[place]! ^= 0x41;
      writeFileSync(path, changed);
      expect(numbersIn(path)).toEqual([1, 2, 3].filter((number) => sizes[number - 1]! <= place));
    }
  });

  it('takes no file for a log that is none', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    for (const other of ['a diary', 'tieline log 1\n and more']) {
      writeFileSync(path, other);
      expect(() => Log.read(path)).toThrow('no log of this release of tieline');
    }
    writeFileSync(path, '');
    expect(Log.read(path)).toBeUndefined();
  });

  it('gives nothing of what an older record left behind a newer one', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    threeRecords(path);
    const old = readFileSync(path);
    rmSync(path);
    const log = new Log(path, DATABASE, 0o600);
    log.append({ number: 7, bytes: text.encode(`7 ${'x'.repeat(70)}`) });
    log.close();
    // Records 2 and 3 of before, whole, at the very end.
    appendFileSync(path, old.subarray(old.indexOf('2 x') - 16));
    expect(numbersIn(path)).toEqual([7]);
  });

  it('begins anew when it is cleared', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path, DATABASE, 0o600);
    log.append({ number: 1, bytes: text.encode('old') });
    log.clear();
    expect(recordsIn(path)).toEqual([]);
    log.append({ number: 2, bytes: text.encode('new') });
    log.close();
    expect(recordsIn(path).map(({ number }) => number)).toEqual([2]);
  });

  it('goes over what was half written before', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path, DATABASE, 0o600);
    log.append({ number: 1, bytes: text.encode('1') });
    // What a disk that was full leaves.
    appendFileSync(path, 'half a record');
    log.append({ number: 2, bytes: text.encode('2') });
    log.close();
    expect(recordsIn(path).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('writes a file anew that was removed, with all that was in it', async () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path, DATABASE, 0o600);
    log.append({ number: 1, bytes: text.encode('1') });
    rmSync(path);
    log.append({ number: 2, bytes: text.encode('2') });
    await log.sync();
    log.close();
    expect(recordsIn(path).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('leaves a file alone that has taken its place', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path, DATABASE, 0o600);
    rmSync(path);
    writeFileSync(path, 'mine');
    expect(() => log.append({ number: 1, bytes: text.encode('1') })).toThrow('replaced by another file');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    log.close();
  });

  it('goes on in a file that was emptied', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path, DATABASE, 0o600);
    log.append({ number: 1, bytes: text.encode('1') });
    truncateSync(path);
    log.append({ number: 2, bytes: text.encode('2') });
    log.close();
    expect(recordsIn(path).map(({ number }) => number)).toEqual([2]);
  });

  it('is another file when it is begun again: who has the old one open notices', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const old = new Log(path, DATABASE, 0o600);
    const log = new Log(path, DATABASE, 0o640);
    expect(() => old.append({ number: 1, bytes: text.encode('1') })).toThrow('replaced by another file');
    log.append({ number: 2, bytes: text.encode('2') });
    expect(recordsIn(path).map(({ number }) => number)).toEqual([2]);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    old.close();
    log.close();
  });
});
