import type { Store } from '../../src/index.ts';

/** The same store, taking its time: everything it does is done a few promise callbacks later. */
export function slowStore<S extends Store>(store: S): S {
  const slow = new Proxy(store, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key !== 'commit') return value.bind(target);
      return async (batch: Parameters<Store['commit']>[0]) => {
        await undefined;
        await target.commit(batch);
        await undefined;
      };
    },
  });
  return slow;
}
