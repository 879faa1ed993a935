import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { type Clock, systemClock } from '../../src/lifecycle/clock.ts';
import { Committer } from '../../src/store/committer.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { Write } from '../../src/store/records.ts';
import type { Store } from '../../src/store/store.ts';

const write = (key: string): Write => ({ op: 'set', table: 't', key, value: key });
const keys = (batch: readonly Write[]): string[] => batch.map((one) => (one.op === 'set' ? one.key : one.op));

/** A store that only commits, as slowly and as badly as it is told. */
class ScriptedStore {
  readonly commits: string[][] = [];
  readonly attempts: (readonly Write[])[] = [];
  fail: (batch: readonly Write[]) => StoreError | undefined = () => undefined;
  overlapping = 0;
  #underWay = 0;

  async commit(batch: readonly Write[]): Promise<void> {
    this.attempts.push(batch);
    this.#underWay += 1;
    this.overlapping = Math.max(this.overlapping, this.#underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay -= 1;
    const error = this.fail(batch);
    if (error) throw error;
    this.commits.push(keys(batch));
  }

  get store(): Store {
    return this as unknown as Store;
  }
}

/** Waits as long as asked in no time at all. */
const hurried: Clock = {
  ...systemClock,
  after: (_ms, callback) => systemClock.after(0, callback),
};

describe('Committer', () => {
  it('does not wait for a store that needs no time', async () => {
    const store = memoryStore();
    await store.open();
    const committer = new Committer(store, { clock: systemClock });
    expect(committer.add(write('a')).done).toBe(true);
    expect(committer.add([write('b'), write('c')]).done).toBe(true);
    expect(committer.pending).toBe(0);
    expect((await store.entries('t', { prefix: '', limit: 9 })).map(([key]) => key)).toEqual(['a', 'b', 'c']);
  });

  it('refuses one call, and no other, when a store that needs no time is full', async () => {
    const store = memoryStore({ maxRows: 0 });
    await store.open();
    const committer = new Committer(store, { clock: systemClock });
    const row = { id: 1, key: 'k', channel: { kind: 'channel', network: 'n', source: 's' }, state: 'pending' } as const;
    const full = committer.add({
      op: 'row',
      row: { ...row, action: {}, options: {}, attempts: 0, at: 1, changedAt: 1, refs: [] },
    });
    expect(full.done).toBe(false);
    expect(full.error?.message).toContain('maxRows is 0');
    await expect(full.promise()).rejects.toThrow(StoreError);
    expect(committer.add(write('a')).done).toBe(true);
  });

  it('gathers what one tick brings, promise callbacks included, and keeps one commit under way', async () => {
    const scripted = new ScriptedStore();
    const committer = new Committer(scripted.store, { clock: systemClock });
    await committer.add(write('first')).promise();
    committer.add(write('a'));
    void Promise.resolve()
      .then(() => committer.add(write('b')))
      .then(() => new Promise<void>(queueMicrotask))
      .then(() => committer.add([write('c'), write('d')]));
    await committer.drain();
    await Promise.all(Array.from({ length: 5 }, (_, index) => committer.add(write(`${index}`)).promise()));
    expect(scripted.commits).toEqual([['first'], ['a', 'b', 'c', 'd'], ['0', '1', '2', '3', '4']]);
    expect(scripted.overlapping).toBe(1);
  });

  it('does not make one commit too long', async () => {
    const scripted = new ScriptedStore();
    const committer = new Committer(scripted.store, { clock: systemClock });
    for (let index = 0; index < 10_000; index += 1) committer.add(write(`${index}`));
    await committer.drain();
    expect(Math.max(...scripted.commits.map((commit) => commit.length))).toBeLessThanOrEqual(1024);
    expect(scripted.commits.flat()).toEqual(Array.from({ length: 10_000 }, (_, index) => `${index}`));
  });

  it('tries again what failed, as the same array, before what came later', async () => {
    const scripted = new ScriptedStore();
    const health: (string | undefined)[] = [];
    const committer = new Committer(scripted.store, { clock: hurried, health: (error) => health.push(error?.message) });
    let failures = 3;
    scripted.fail = () => (failures-- > 0 ? new StoreError('disk full') : undefined);
    const first = committer.add(write('a'));
    const later = committer.add(write('b'));
    expect(first.done || later.done).toBe(false);
    await later.promise();
    expect(first.done).toBe(true);
    expect(scripted.commits).toEqual([['a'], ['b']]);
    expect(new Set(scripted.attempts.slice(0, 4)).size).toBe(1);
    expect(health).toEqual(['disk full', 'disk full', 'disk full', undefined]);
  });

  it('refuses only what can never be written', async () => {
    const scripted = new ScriptedStore();
    const committer = new Committer(scripted.store, { clock: hurried });
    await committer.add(write('first')).promise();
    scripted.fail = (batch) =>
      keys(batch).includes('bad') ? new StoreError('not JSON', { retryable: false }) : undefined;
    const batches = ['a', 'bad', 'b', 'c'].map((key) => committer.add(write(key)));
    await committer.drain();
    expect(batches.map(({ done, error }) => [done, error?.message])).toEqual([
      [true, undefined],
      [false, 'not JSON'],
      [true, undefined],
      [true, undefined],
    ]);
    expect(scripted.commits.flat()).toEqual(['first', 'a', 'b', 'c']);
  });

  it('goes on without a store that fails, where it is told to, and writes later what it can', async () => {
    const scripted = new ScriptedStore();
    let broken = true;
    scripted.fail = () => (broken ? new StoreError('gone') : undefined);
    const committer = new Committer(scripted.store, { clock: hurried, whileFailing: 'continue' });
    await committer.add(write('a')).promise();
    expect(committer.add(write('b')).done).toBe(true);
    expect(scripted.commits).toEqual([]);
    broken = false;
    await committer.drain();
    expect(scripted.commits.flat()).toEqual(['a', 'b']);
  });

  it('gives up what is left when it is closed', async () => {
    const scripted = new ScriptedStore();
    scripted.fail = () => new StoreError('gone');
    const committer = new Committer(scripted.store, { clock: systemClock });
    const batches = [committer.add(write('a')), committer.add(write('b'))];
    const drained = committer.drain();
    committer.close();
    await drained;
    expect(batches.map(({ error }) => error?.code)).toEqual(['TIELINE_STORE', 'TIELINE_STORE']);
    expect(committer.add(write('c')).error?.message).toBe('the store is closed');
  });

  it('keeps order and loses nothing, whatever fails and however calls come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 3 }), pause: fc.boolean() }), { maxLength: 40 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (calls, failures) => {
          const scripted = new ScriptedStore();
          scripted.fail = () => (failures.pop() ? new StoreError('now and then') : undefined);
          const committer = new Committer(scripted.store, { clock: hurried });
          const expected: string[] = [];
          const finished: number[] = [];
          for (const [call, { size, pause }] of calls.entries()) {
            const names = Array.from({ length: size }, (_, index) => `${call}.${index}`);
            expected.push(...names);
            committer.add(names.map(write)).whenDone(() => finished.push(call));
            if (pause) await new Promise((resolve) => setImmediate(resolve));
          }
          await committer.drain();
          expect(scripted.commits.flat()).toEqual(expected);
          expect(finished).toEqual(calls.map((_, call) => call));
          expect(committer.pending).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
