import { AsyncLocalStorage, createHook } from 'node:async_hooks';

/** What keeps a process alive: timers, sockets, servers, children, watchers. */
const KINDS = /^(Timeout|Immediate|.*WRAP|STATWATCHER|MESSAGEPORT|WORKER)$/;
/** Requests end by themselves. */
const REQUESTS = /^(.*REQ.*|.*REQWRAP|SHUTDOWNWRAP|WRITEWRAP)$/;

interface Handle {
  readonly kind: string;
  /** The stack where it was made. */
  readonly made: { readonly stack?: string };
  readonly resource: { hasRef?(): boolean };
}

const storage = new AsyncLocalStorage<object>();

/** Watches which timers and handles are made by what happens inside of a call, and which of them are still there. */
export class HandleWatch {
  readonly #open = new Map<number, Handle>();
  readonly #hook = createHook({
    init: (id, kind, _trigger, resource) => {
      if (storage.getStore() !== this || !KINDS.test(kind) || REQUESTS.test(kind)) return;
      this.#open.set(id, { kind, made: new Error(), resource: resource as Handle['resource'] });
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

  /** What was made and still keeps the process alive: its kind, and the line that made it. */
  left(): string[] {
    const alive = [...this.#open.values()].filter(({ resource }) => resource.hasRef?.() !== false);
    return alive.map(({ kind, made }) => `${kind}${maker(made.stack)}`);
  }

  end(): void {
    this.#hook.disable();
  }
}

/** The first line of a stack that is neither Node's nor, being on top, this file's. */
function maker(stack = ''): string {
  const [, , ...lines] = stack.split('\n');
  const line = lines.find((text) => !text.includes('node:'));
  return line === undefined ? '' : `, made ${line.trim()}`;
}
