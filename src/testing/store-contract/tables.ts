import assert from 'node:assert/strict';
import { byCodePoint } from '../../store/key-order.ts';
import type { Json } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { range, type StoreTests } from './fixture.ts';

const values: Readonly<Record<string, Json>> = {
  null: null,
  true: true,
  false: false,
  zero: 0,
  negative: -12.5,
  large: Number.MAX_SAFE_INTEGER,
  tiny: 5e-324,
  empty: '',
  quotes: `'"\\ \n\t %_?$1 :name`,
  controls: 'nul \u0000, unit separator \u001f, delete \u007f',
  astral: '👩‍👩‍👧‍👦 𝒳 \u{10ffff}',
  right: 'مرحبا שלום',
  lone: 'half a pair: \ud83d',
  list: [1, [2, [3, []]], {}],
  object: { a: { b: [null, { c: 'd' }] }, '': 0, '__proto__ ': 1 },
  huge: '🜲x'.repeat(350_000),
};

/** Keys that sort, begin or are quoted in ways that a database may get wrong. */
const keys = [
  '',
  ' ',
  '!',
  '%',
  '%%',
  '_',
  'A',
  'B',
  'a',
  'a%',
  'a_',
  'a_b',
  'aXb',
  'a\\',
  "a'b",
  'a"b',
  'a%b',
  'ab',
  'ä',
  'z',
  '\u0001',
  '\u0001\u0001',
  'a\u0000',
  'a\u0000b',
  'a\u0001',
  '\u007f',
  '\u07ff',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '😀a',
  '\u{10ffff}',
  '\u{10ffff}z',
];

async function all(store: Store, table: string, prefix: string, limit: number): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | undefined; ; after = seen.at(-1)!) {
    const page = await store.entries(table, { prefix, limit, ...(after !== undefined && { after }) });
    assert.ok(page.length <= limit);
    seen.push(...page.map(([key]) => key));
    if (page.length < limit) return seen;
  }
}

/** The hooks' tables. */
export const tableTests: StoreTests = {
  'keeps every value that JSON has': async (store) => {
    await store.commit(Object.entries(values).map(([key, value]) => ({ op: 'set', table: 't', key, value })));
    for (const [key, value] of Object.entries(values)) assert.deepEqual(await store.get('t', key), value, key);
    const entries = await store.entries('t', { prefix: '', limit: 100 });
    assert.deepEqual(Object.fromEntries(entries), values);
  },

  'sets, replaces and removes': async (store) => {
    await store.commit([
      { op: 'set', table: 't', key: 'a', value: 1 },
      { op: 'set', table: 't', key: 'b', value: 1 },
      { op: 'set', table: 'u', key: 'a', value: 2 },
      { op: 'set', table: 't', key: 'a', value: 3 },
    ]);
    await store.commit([
      { op: 'unset', table: 't', key: 'b' },
      { op: 'unset', table: 't', key: 'unknown' },
      { op: 'set', table: 't', key: 'c', value: 4 },
      { op: 'unset', table: 't', key: 'c' },
      { op: 'unset', table: 'u', key: 'a' },
      { op: 'set', table: 'u', key: 'a', value: 5 },
    ]);
    assert.deepEqual(await store.entries('t', { prefix: '', limit: 9 }), [['a', 3]]);
    assert.deepEqual(await store.entries('u', { prefix: '', limit: 9 }), [['a', 5]]);
    assert.equal(await store.get('t', 'b'), undefined);
    assert.equal(await store.get('none', 'a'), undefined);
  },

  'gives keys in the order of their code points, whatever is in them': async (store) => {
    await store.commit(keys.map((key) => ({ op: 'set', table: 't', key, value: key })));
    const expected = keys.toSorted(byCodePoint);
    assert.deepEqual(await all(store, 't', '', 1000), expected);
    assert.deepEqual(await all(store, 't', '', 3), expected);
    for (const [key, value] of await store.entries('t', { prefix: '', limit: 1000 })) assert.equal(value, key);
  },

  'gives only the keys that begin with a prefix, whatever is in it': async (store) => {
    await store.commit(keys.map((key) => ({ op: 'set', table: 't', key, value: 0 })));
    for (const prefix of keys) {
      const expected = keys.filter((key) => key.startsWith(prefix)).sort(byCodePoint);
      assert.deepEqual(await all(store, 't', prefix, 2), expected, JSON.stringify(prefix));
    }
  },

  'pages through 10,000 entries': async (store) => {
    const names = range(1, 10_000).map((index) => `k${index}`);
    await store.commit(names.map((key) => ({ op: 'set', table: 't', key, value: key })));
    assert.deepEqual(await all(store, 't', '', 999), names.toSorted(byCodePoint));
  },
};
