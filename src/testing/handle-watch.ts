import { AsyncLocalStorage, createHook } from 'node:async_hooks';

/** What keeps a process alive: timers, sockets, servers, children, watchers. */
const KINDS = /^(Timeout|Immediate|.*WRAP|STATWATCHER|MESSAGEPORT|WORKER)$/;
/** Requests end by themselves. */
const REQUESTS = /^(.*REQ.*|.*REQWRAP|SHUTDOWNWRAP|WRITEWRAP)$/;

interface Handle {
  readonly kind: string;
  readonly resource: { hasRef?(): boolean };
}

const storage = new AsyncLocalStorage<object>();

/** Watches which timers and handles are made by what happens inside of a call, and which of them are still there. */
export class HandleWatch {
  readonly #open = new Map<number, Handle>();
  readonly #hook = createHook({
    init: (id, kind, _trigger, resource) => {
      if (storage.getStore() !== this || !KINDS.test(kind) || REQUESTS.test(kind)) return;
      this.#open.set(id, { kind, resource: resource as Handle['resource'] });
    },
    destroy: (id) => {
      this.#open.delete(id);
    },
  });

  /** Calls and watches. */
  async during(call: () => Promise<void>): Promise<void> {
    this.#hook.enable();
    await storage.run(this, call);
  }

  /** The kinds of what was made and still keeps the process alive. */
  left(): string[] {
    const alive = [...this.#open.values()].filter(({ resource }) => resource.hasRef?.() !== false);
    return alive.map(({ kind }) => kind);
  }

  end(): void {
    this.#hook.disable();
  }
}
