import { describe, expect, it } from 'vitest';
import { channelRef, type Json, memoryStore, type Store, type Write } from '../../src/index.ts';
import type { MemoryStore } from '../../src/store/memory.ts';
import { type StoreContractOptions, storeContract } from '../../src/testing/index.ts';

/** Runs the contract by itself; gives the titles of the tests that failed. */
async function failures(create: StoreContractOptions['create']): Promise<string[]> {
  const tests: { title: string; body: () => Promise<void> }[] = [];
  const add = (title: string, body: () => Promise<void>): void => void tests.push({ title, body });
  storeContract({ describe: (_title, body) => body(), it: add, name: 'broken', create });
  const failed: string[] = [];
  for (const { title, body } of tests) await body().catch(() => failed.push(title));
  return failed;
}

/** A store that lasts, with some methods replaced. */
function broken(change: (store: MemoryStore, real: MemoryStore) => Partial<Store>): StoreContractOptions['create'] {
  return ({ retention }) => {
    const real = memoryStore({ lasting: true, ...(retention && { retention }) });
    const store = new Proxy(real, {
      get(target, name) {
        const changed = change(store, target) as Record<PropertyKey, unknown>;
        const value = name in changed ? changed[name] : Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return { store, again: () => store };
  };
}

const withoutOp = (op: Write['op']) =>
  broken((_store, real) => ({ commit: (batch) => real.commit(batch.filter((write) => write.op !== op)) }));

const faults: Readonly<Record<string, readonly [create: StoreContractOptions['create'], test: string]>> = {
  'writes what comes before the fault in a batch': [
    broken((_store, real) => ({
      commit: (batch) => {
        for (const write of batch) real.commit([write]);
      },
    })),
    'writes a batch whole or not at all, and goes on after one that failed',
  ],
  'lets a later commit overtake an earlier one': [
    broken((_store, real) => ({
      async commit(batch) {
        if (batch.length % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
        real.commit(batch);
      },
    })),
    'makes overlapping commits one after another',
  ],
  'makes the changes of a batch in the wrong order': [
    broken((_store, real) => ({ commit: (batch) => real.commit(batch.toReversed()) })),
    'makes the changes of a batch in their order',
  ],
  'answers before it has written': [
    broken((_store, real) => ({
      async commit(batch) {
        setImmediate(() => {
          try {
            real.commit(batch);
          } catch {
            // It was closed, or the batch was bad: whoever asked has gone on long since.
          }
        });
      },
    })),
    'shows what was committed to what is asked after it',
  ],
  'throws what is no StoreError': [
    broken((_store, real) => ({
      async commit(batch) {
        try {
          real.commit(batch);
        } catch {
          throw new Error('failed');
        }
      },
    })),
    'writes a batch whole or not at all, and goes on after one that failed',
  ],
  'may be opened twice': [
    broken((_store, real) => ({
      async open() {
        await real.close();
        return real.open();
      },
    })),
    'is not opened twice',
  ],
  'forgets everything when it is closed': [
    ({ retention }) => {
      const fresh = (): Store => memoryStore({ ...(retention && { retention }) });
      const store = Object.assign(fresh(), { lasting: true });
      return { store, again: fresh };
    },
    'knows everything after it was closed and opened again',
  ],
  'gives out a number again': [
    broken((_store, real) => ({ open: async () => ({ ...(await real.open()), lastSequence: 0 }) })),
    'never gives out a number again, though what had it is gone',
  ],
  'miscounts its totals': [
    broken((_store, real) => ({
      async open() {
        const summary = await real.open();
        return { ...summary, totals: { ...summary.totals, retried: 0 } };
      },
    })),
    'counts the rows of each state, and how often each state was reached',
  ],
  'forgets which hooks have finished': [
    broken((_store, real) => ({
      commit: (batch) => real.commit(batch.filter((write) => write.op !== 'event-done' || write.hook === undefined)),
    })),
    'marks an event as done by one hook, by several, and by all',
  ],
  'pages by leaving some out': [
    broken((_store, real) => ({
      rows: (query) => real.rows({ ...query, ...(query.after && { after: query.after + 1 }) }),
    })),
    'pages through 10,000 rows, every one once and in order',
  ],
  'takes a channel for the one of that name on another network': [
    broken((_store, real) => ({
      row: async (channel, key) =>
        (await real.row(channel, key)) ??
        (await real.row(channelRef(channel.network === 'net' ? 'other' : 'net', channel.source), key)),
      family: async (ref) => real.family({ ...ref, channel: channelRef('net', ref.channel.source) }),
    })),
    'finds the whole family of any of its messages',
  ],
  'replaces no link': [
    broken((_store, real) => {
      const known = new Set<string>();
      return {
        commit: (batch) =>
          real.commit(
            batch.filter((write) => write.op !== 'link' || write.link.version === 0 || known.has(write.link.family)),
          ),
      };
    }),
    'replaces the link of one family and channel',
  ],
  'leaves a replaced channel where it was': [withoutOp('migrate'), 'gives all that is known of one channel to another'],
  'removes no row': [withoutOp('row-remove'), 'removes a row, and does nothing for a row that it does not know'],
  'sorts keys as JavaScript does': [
    broken((_store, real) => ({
      entries: async (table, query) =>
        [...(await real.entries(table, { ...query, limit: 100_000 }))]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .slice(0, query.limit),
    })),
    'gives keys in the order of their code points, whatever is in them',
  ],
  'takes a prefix for a pattern': [
    broken((_store, real) => ({
      async entries(table, { prefix, after, limit }) {
        const all = await real.entries(table, { prefix: '', limit: 100_000, ...(after !== undefined && { after }) });
        const escaped = prefix.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
        const pattern = new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}`, 'su');
        return all.filter(([key]) => pattern.test(key)).slice(0, limit);
      },
    })),
    'gives only the keys that begin with a prefix, whatever is in it',
  ],
  'cuts long values': [
    broken((_store, real) => ({
      async get(table, key): Promise<Json | undefined> {
        const value = await real.get(table, key);
        return typeof value === 'string' ? value.slice(0, 65_535) : value;
      },
    })),
    'keeps every value that JSON has',
  ],
  'sweeps what is not finished': [
    broken((_store, real) => ({
      async sweep(now) {
        for (const { sequence, at } of await real.events({ done: false, limit: 10_000 })) {
          if (at < now - 1000) real.commit([{ op: 'event-done', sequence }]);
        }
        return real.sweep(now);
      },
    })),
    'forgets what is finished and old, and nothing else',
  ],
  'never sweeps': [
    ({ retention: _ignored }) => {
      const store = memoryStore({ lasting: true, retention: { maxCount: 100_000 } });
      return { store, again: () => store };
    },
    'forgets what is finished beyond its count, the oldest first, and nothing else',
  ],
};

describe('storeContract', () => {
  it('passes a store that keeps it', async () => {
    expect(await failures(broken(() => ({})))).toEqual([]);
  });

  for (const [title, [create, test]] of Object.entries(faults)) {
    it(`fails a store that ${title}`, async () => {
      expect(await failures(create)).toContain(test);
    });
  }

  it('asks for a way to open a store that lasts anew', async () => {
    const create = () => ({ store: memoryStore({ lasting: true }) });
    expect((await failures(create)).length).toBeGreaterThan(40);
  });
});
