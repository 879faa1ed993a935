import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { type Clock, Host, type HostOptions, StoreError, systemClock } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';
import { sqliteStore } from 'tieline/stores/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../sync/world.ts';

let folder: string;
let path: string;
let hosts: Host[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieline-faults-'));
  path = join(folder, 'bridge.db');
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Bridge {
  readonly host: Host;
  readonly a: MemoryNetwork;
  readonly b: MemoryNetwork;
  /** What the host has said, but for what it said before. */
  said(): string[];
}

async function bridge(options: HostOptions = {}, networks?: readonly [MemoryNetwork, MemoryNetwork]): Promise<Bridge> {
  const log: string[] = [];
  const keep = (_fields: object, message: string): void => void log.push(message);
  const logger = { debug: () => undefined, info: () => undefined, warn: keep, error: keep };
  const host = new Host({ store: sqliteStore(path), logger, ...options });
  const [a, b] = networks ?? [new MemoryNetwork('a'), new MemoryNetwork('b')];
  const plugs = [a, b].map((network) => host.addPlug(new MemoryPlug(network.name, { network, account: 'bridge' })));
  host.addHook(new SyncHook('bridge', { channels: { room: plugs.map((plug) => plug.channel('room')) } }));
  await host.open();
  hosts.push(host);
  return { host, a, b, said: () => log.splice(0) };
}

/** Says numbered messages of some length; gives their texts. */
function say(network: MemoryNetwork, from: number, count: number): string[] {
  const texts = Array.from({ length: count }, (_, index) => `${from + index} ${'x'.repeat(2000)}`);
  for (const text of texts) network.say('room', 'ann', text);
  return texts;
}

/** Says one after another until the host says something; gives what was said. */
async function sayUntil(network: MemoryNetwork, said: Bridge['said'], line: string): Promise<string[]> {
  const texts: string[] = [];
  await until(() => {
    texts.push(...say(network, texts.length + 1, 1));
    return said().includes(line);
  });
  return texts;
}

describe('a database that is taken away while a host has it open', () => {
  it('is written anew, with all that was in it', async () => {
    const { host, a, b } = await bridge();
    const first = say(a, 1, 5);
    await until(() => b.texts('room').length === 5);
    for (const suffix of ['', '-wal', '-shm', '-log']) rmSync(path + suffix, { force: true });
    const second = say(a, 6, 5);
    await until(() => b.texts('room').length === 10);
    expect(b.texts('room')).toEqual([...first, ...second]);
    await host.close();
    expect(statSync(path).size).toBeGreaterThan(0);
    const again = await bridge({}, [a, b]);
    expect(again.host.outbox.totals.sent).toBe(10);
  });

  it('is waited for where another file has its place', async () => {
    const { host, a, b, said } = await bridge();
    rmSync(path);
    writeFileSync(path, 'mine');
    // What is written to the log before the database is missed goes on.
    const texts = await sayUntil(a, said, 'the store failed; nothing is handed out or sent until it has been written');
    expect(texts.slice(0, b.texts('room').length)).toEqual(b.texts('room'));
    rmSync(path);
    await until(() => b.texts('room').length === texts.length, 15_000);
    expect(b.texts('room')).toEqual(texts);
    expect(host.outbox.totals.sent).toBe(texts.length);
  });

  it('holds up nobody where the host is told to go on, and says that nothing is durable', async () => {
    const { a, b, said } = await bridge({ whileStoreFails: 'continue' });
    rmSync(path);
    writeFileSync(path, 'mine');
    const warning = 'the store failed; everything goes on, and is not durable until it works again';
    const texts = await sayUntil(a, said, warning);
    texts.push(...say(a, texts.length + 1, 5));
    await until(() => b.texts('room').length === texts.length);
    expect(b.texts('room')).toEqual(texts);
    expect(said()).toEqual([]);
    rmSync(path);
    await until(() => said().includes('the store works again'), 15_000);
  });
});

// Processes take a while to start on a busy machine.
describe('a second process', { timeout: 120_000 }, () => {
  const program = fileURLToPath(new URL('second-host.ts', import.meta.url));

  async function openElsewhere(): Promise<string> {
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    await once(child, 'close');
    return output;
  }

  it('is refused, with the reason, while the first has the database open', async () => {
    const { host, a, b } = await bridge();
    expect(await openElsewhere()).toMatch(/^StoreError: sqlite: .*bridge\.db.*another process.*has it open/);
    const texts = say(a, 1, 3);
    await until(() => b.texts('room').length === 3);
    expect(b.texts('room')).toEqual(texts);
    await host.close();
    expect(await openElsewhere()).toBe('open');
  });

  it('keeps a host from opening, which can be opened when it is gone', async () => {
    const { host } = await bridge();
    const second = new Host({ store: sqliteStore(path) });
    await expect(second.open()).rejects.toThrow(StoreError);
    await host.close();
    await second.open();
    await second.close();
  });
});

describe('a database that cannot be opened', () => {
  const said = 'the store cannot be opened; everything goes on, and is lost when this process ends';

  it.each([
    ['is corrupt', corrupt],
    ['is locked', lock],
  ])('and that %s, keeps a host from opening, or is done without, by option', async (_what, spoil) => {
    const mend = spoil();
    await expect(bridge()).rejects.toThrow(StoreError);
    const world = await bridge({ whileStoreFails: 'continue' });
    expect(world.said()).toEqual([said]);
    const texts = say(world.a, 1, 5);
    await until(() => world.b.texts('room').length === 5);
    expect(world.b.texts('room')).toEqual(texts);
    await until(() => world.host.outbox.counts.sent === 5);
    await world.host.close();
    mend();
    // From the next opening on, it is what it was.
    await world.host.open();
    expect(world.host.outbox.totals.sent).toBe(0);
    texts.push(...say(world.a, 6, 5));
    await until(() => world.host.outbox.counts.sent === 5);
    expect(world.b.texts('room')).toEqual(texts);
    expect(world.said()).toEqual([]);
    await world.host.close();
    expect((await bridge()).host.outbox.totals.sent).toBe(5);
  });

  function corrupt(): () => void {
    writeFileSync(path, 'x'.repeat(8192));
    return () => rmSync(path);
  }

  function lock(): () => void {
    const other = new DatabaseSync(path);
    other.exec('pragma locking_mode = exclusive; begin exclusive');
    return () => other.close();
  }
});

describe('a clock that is set back an hour', () => {
  it('changes nothing: all arrives in order, and nothing is taken for old', async () => {
    let offset = 0;
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + offset };
    const { host, a, b } = await bridge({ clock, maxAgeMs: 60_000 });
    const texts = say(a, 1, 5);
    await until(() => b.texts('room').length === 5);
    offset = -3_600_000;
    texts.push(...say(a, 6, 5));
    await until(() => b.texts('room').length === 10);
    b.cut();
    texts.push(...say(a, 11, 5));
    await until(() => host.outbox.counts.pending === 5);
    await host.close();
    b.mend();
    const again = await bridge({ clock, maxAgeMs: 60_000 }, [a, b]);
    texts.push(...say(a, 16, 5));
    await until(() => b.texts('room').length === 20);
    expect(b.texts('room')).toEqual(texts);
    expect(again.host.outbox.counts).toMatchObject({ pending: 0, dead: 0, uncertain: 0, sent: 20 });
    expect(new Set((await again.host.outbox.list()).map(({ key }) => key)).size).toBe(20);
  });
});

/** Whether this process may mount a small file system; root in most places, nobody else. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'tieline-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true });
  }
}

const mountable = canMount();

describe.skipIf(!mountable)(`a full disk${mountable ? '' : ' [skipped: mounting is not permitted]'}`, () => {
  beforeEach(() => void execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]));
  afterEach(() => void execFileSync('umount', [folder]));

  /** Says things until the disk is full. */
  async function fill({ a, b, host }: Bridge, full: () => boolean): Promise<string[]> {
    const texts: string[] = [];
    while (!full()) {
      const before = b.texts('room').length;
      texts.push(...say(a, texts.length + 1, 20));
      await until(() => full() || b.texts('room').length > before);
      expect(texts.length).toBeLessThan(900);
    }
    expect(host.outbox.counts.dead).toBe(0);
    return texts;
  }

  it('is waited for, and then nothing is missing', async () => {
    const world = await bridge();
    const log: string[] = [];
    const failed = (): boolean => {
      log.push(...world.said());
      return log.some((line) => line.includes('the store failed; nothing is handed out or sent'));
    };
    const texts = await fill(world, failed);
    texts.push(...say(world.a, texts.length + 1, 20));
    expect(world.b.texts('room').length).toBeLessThan(texts.length);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'remount,size=64m', 'tmpfs', folder]);
    await until(() => world.b.texts('room').length === texts.length, 15_000);
    expect(world.b.texts('room')).toEqual(texts);
    expect(world.said()).toContain('the store works again');
    await world.host.close();
    hosts = [];
  });
});
