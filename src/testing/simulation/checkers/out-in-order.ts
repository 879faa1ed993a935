import { type Checker, placed, type TraceEntry, Violation } from '../trace.ts';
import type { Doubled } from './doubled.ts';

const PROMISE = '3: out in order';

/** What goes from one place to one place, in one process. */
interface Line {
  last: number;
  readonly seen: Set<number>;
}

/** Messages to a room are put in the order of the calls; those that are relayed, in the order of where they come from. */
export class OutInOrder implements Checker {
  readonly #pipelines: ReadonlyMap<string, number>;
  /** Where each message came into being. */
  readonly #origins = new Map<string, string>();
  /** The place of a message in the order in which those of its origin were led on. */
  readonly #ranks = new Map<string, number>();
  readonly #lines = new Map<string, Line>();
  readonly #flights = new Map<string, Set<string>>();
  readonly #doubled: Doubled;
  #process = 0;

  /** `pipelines` tells how many puts a network takes at once. */
  constructor(pipelines: ReadonlyMap<string, number>, doubled: Doubled) {
    this.#pipelines = pipelines;
    this.#doubled = doubled;
  }

  observe(entry: TraceEntry): void {
    const { kind, place, text } = entry;
    if (entry.process !== this.#process && kind === 'opens') this.#begin(entry.process);
    switch (kind) {
      case 'said':
      case 'send':
      case 'post':
        this.#origins.set(text, place);
        break;
      case 'routed':
        // What is not primary is led nowhere: of two copies of one message, the echo of the other may come much earlier.
        if (this.#origins.get(text) === place && entry.primary && !this.#ranks.has(text))
          this.#ranks.set(text, this.#ranks.size);
        break;
      case 'put':
        this.#put(place, text);
        break;
      case 'put ends':
        this.#flights.get(place)?.delete(text);
        break;
      default:
    }
  }

  #begin(process: number): void {
    this.#process = process;
    this.#lines.clear();
    this.#flights.clear();
  }

  #put(place: string, text: string): void {
    const width = this.#pipelines.get(place.slice(0, place.indexOf('/'))) ?? 1;
    const flights = this.#flights.get(place) ?? new Set();
    this.#flights.set(place, flights);
    flights.add(text);
    if (flights.size > width) {
      throw new Violation(PROMISE, `${[...flights].join(', ')} are put to ${place} at once, where ${width} may be`);
    }
    const origin = this.#origins.get(text) ?? '';
    const rank = origin === place ? Number(text) : (this.#ranks.get(text) ?? -1);
    const line = this.#line(placed(place, origin));
    // What goes again with others under way may come behind them; what goes for the first time may not.
    const isAgain = line.seen.has(rank) && width > 1;
    if (rank < line.last && !isAgain && !this.#doubled.has(text))
      throw new Violation(PROMISE, `${text} is put to ${place} after what came later`);
    line.seen.add(rank);
    line.last = Math.max(line.last, rank);
  }

  #line(name: string): Line {
    let line = this.#lines.get(name);
    if (line === undefined) {
      line = { last: -1, seen: new Set() };
      this.#lines.set(name, line);
    }
    return line;
  }
}
