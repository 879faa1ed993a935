import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Log } from '../log.ts';
import { temporaryFolder } from './folder.ts';

const text = new TextEncoder();

/** A log with records `1 …` to `3 …`, closed; gives how long it was after each. */
function threeRecords(path: string): number[] {
  const log = new Log(path);
  const sizes = [1, 2, 3].map((number) => {
    log.append({ number, bytes: text.encode(`${number} ${'x'.repeat(number * 10)}`) });
    return log.size;
  });
  log.close();
  return sizes;
}

function numbersIn(path: string): number[] {
  return Log.read(path).map(({ number, bytes }) => {
    expect(new TextDecoder().decode(bytes)).toBe(`${number} ${'x'.repeat(number * 10)}`);
    return number;
  });
}

describe('Log', () => {
  it('gives what was appended, in order', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    expect(Log.read(path)).toEqual([]);
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
    for (let place = 0; place < whole.length; place += 1) {
      const changed = Buffer.from(whole);
      changed[place]! ^= 0x41;
      writeFileSync(path, changed);
      const first = whole.indexOf('\n') + 1;
      const before = place < first ? [] : [1, 2, 3].filter((number) => sizes[number - 1]! <= place);
      expect(numbersIn(path)).toEqual(before);
    }
  });

  it('gives nothing of what an older record left behind a newer one', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    threeRecords(path);
    const old = readFileSync(path);
    rmSync(path);
    const log = new Log(path);
    log.append({ number: 7, bytes: text.encode(`7 ${'x'.repeat(70)}`) });
    log.close();
    // Records 2 and 3 of before, whole, at the very end.
    appendFileSync(path, old.subarray(old.indexOf('2 x') - 16));
    expect(numbersIn(path)).toEqual([7]);
  });

  it('begins anew when it is cleared', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path);
    log.append({ number: 1, bytes: text.encode('old') });
    log.clear();
    expect(log.size).toBe(0);
    expect(Log.read(path)).toEqual([]);
    log.append({ number: 2, bytes: text.encode('new') });
    log.close();
    expect(Log.read(path).map(({ number }) => number)).toEqual([2]);
  });

  it('goes over what was half written before', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path);
    log.append({ number: 1, bytes: text.encode('1') });
    // What a disk that was full leaves.
    appendFileSync(path, 'half a record');
    log.append({ number: 2, bytes: text.encode('2') });
    log.close();
    expect(Log.read(path).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('writes a file anew that was removed, with all that was in it', async () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path);
    log.append({ number: 1, bytes: text.encode('1') });
    rmSync(path);
    log.append({ number: 2, bytes: text.encode('2') });
    await log.sync();
    log.close();
    expect(Log.read(path).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('leaves a file alone that has taken its place', () => {
    using folder = temporaryFolder();
    const path = folder.file('log');
    const log = new Log(path);
    rmSync(path);
    writeFileSync(path, 'mine');
    expect(() => log.append({ number: 1, bytes: text.encode('1') })).toThrow('replaced by another file');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    truncateSync(path);
    log.close();
  });
});
