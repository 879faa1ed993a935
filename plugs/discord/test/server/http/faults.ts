import type { RecordedRequest } from './recording.ts';

/** What goes wrong, and with which requests. Everything that is given must match. */
export interface Fault {
  readonly method?: string;
  /** A route as in {@link RecordedRequest.route}, or a pattern for the path. */
  readonly route?: string | RegExp;
  /** Any other condition, also a random one with the test's own seed. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** How many requests; 1 when not said. */
  readonly times?: number;
  /** `before`: nothing has happened. `after`: it has, and only the answer is lost. `before` when not said. */
  readonly at?: 'before' | 'after';
  /** Answer this status instead of what would be answered. */
  readonly status?: number;
  /** The body that goes with the status; Discord's bare `{ message, code: 0 }` when not said. */
  readonly body?: unknown;
  /** Headers that go with the status. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Cut the connection instead of answering. */
  readonly reset?: boolean;
  /** Wait this long, in ms: `before` handling, or `after` it and before the answer. */
  readonly delayMs?: number;
}

/** The faults that are still to happen. */
export class Faults {
  readonly #planned: { readonly fault: Fault; left: number }[] = [];

  /** Plans a fault; the returned function takes it back. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? 1 };
    this.#planned.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  /** Forgets every fault. */
  clear(): void {
    this.#planned.length = 0;
  }

  /** The fault of this request at this moment, if it has one; one of its times is used up. */
  take(request: RecordedRequest, at: 'before' | 'after'): Fault | undefined {
    const entry = this.#planned.find(
      ({ fault, left }) => left > 0 && (fault.at ?? 'before') === at && fits(fault, request),
    );
    if (entry === undefined) return undefined;
    entry.left -= 1;
    return entry.fault;
  }
}

function fits({ method, route, when }: Fault, request: RecordedRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (typeof route === 'string' && route !== request.route) return false;
  if (route instanceof RegExp && !route.test(request.path)) return false;
  return when === undefined || when(request);
}
