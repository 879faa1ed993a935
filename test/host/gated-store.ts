import type { MemoryStore, Store } from '../../src/index.ts';

/** A store whose commits wait to be let through. */
export function gated(store: MemoryStore): { readonly store: Store; readonly waiting: (() => void)[] } {
  const waiting: (() => void)[] = [];
  const commit = async (batch: Parameters<Store['commit']>[0]): Promise<void> => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    store.commit(batch);
  };
  const get = (target: MemoryStore, key: keyof MemoryStore): unknown => {
    const value = target[key];
    if (key === 'commit') return commit;
    return typeof value === 'function' ? value.bind(target) : value;
  };
  return { store: new Proxy(store, { get: get as ProxyHandler<MemoryStore>['get'] & object }), waiting };
}
