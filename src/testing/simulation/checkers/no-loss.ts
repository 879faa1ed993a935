import { type Checker, placed, type Standing, type TraceEntry, Violation } from '../trace.ts';
import type { Doubled } from './doubled.ts';

const PROMISE = '5: no loss';

/** What was safe reaches every hook; what was posted or led on reaches its network, once for each key; or it is told of. */
export class NoLoss implements Checker {
  readonly #bridged: readonly string[];
  readonly #historians: ReadonlySet<string>;
  /** The rooms whose past is fetched from where we were, since something of them is known. */
  readonly #followed = new Set<string>();
  /** What was said in them and has reached no hook. */
  readonly #unheard = new Set<string>();
  readonly #deleted = new Set<string>();
  readonly #waiting = new Map<string, string>();
  readonly #begun = new Set<string>();
  readonly #owed = new Set<string>();
  readonly #once = new Set<string>();
  readonly #origins = new Map<string, string>();
  readonly #taken = new Map<string, number>();
  readonly #keys = new Map<string, string>();
  readonly #doubled: Doubled;

  /** `bridged` are the networks whose rooms of one name are bridged; `historians` can be asked for their past. */
  constructor(bridged: readonly string[], historians: readonly string[], doubled: Doubled) {
    this.#bridged = bridged;
    this.#historians = new Set(historians);
    this.#doubled = doubled;
  }

  observe(entry: TraceEntry): void {
    const { kind, name, place, text, id = '' } = entry;
    switch (kind) {
      case 'said':
        if (this.#followed.has(place)) this.#unheard.add(name);
        this.#origins.set(text, place);
        break;
      case 'retracted':
        this.#unheard.delete(name);
        this.#deleted.add(text);
        break;
      case 'send':
      case 'post':
        this.#origins.set(text, place);
        if (entry.policy === 'at-most-once') this.#once.add(name);
        break;
      case 'safe':
        this.#safe(place, id, text);
        break;
      case 'begins':
        this.#begin(placed(place, id));
        this.#unheard.delete(name);
        break;
      case 'posted':
        this.#owed.add(name);
        break;
      case 'routed':
        if (this.#origins.get(text) === place && entry.primary) this.#owe(place, text);
        break;
      case 'put':
        this.#putWith(name, text, entry.key ?? '');
        break;
      case 'taken':
        this.#take(name);
        break;
      default:
    }
  }

  end({ given }: Standing): void {
    for (const name of this.#unheard)
      throw new Violation(PROMISE, `${name} was said where the past can be fetched, and reached no hook`);
    for (const [name, text] of this.#waiting)
      throw new Violation(PROMISE, `${text} was queued safely as ${name} and reached no hook`);
    for (const name of this.#owed) {
      // What was taken back before it left need not leave.
      if (this.#taken.has(name) || given.has(name) || this.#deleted.has(name.slice(name.indexOf(' ') + 1))) continue;
      throw new Violation(PROMISE, `${name} was never delivered, and the outbox says nothing of it`);
    }
  }

  #safe(place: string, id: string, text: string): void {
    if (this.#historians.has(place.slice(0, place.indexOf('/')))) this.#followed.add(place);
    const event = placed(place, id);
    if (!this.#begun.has(event)) this.#waiting.set(event, text);
  }

  #begin(event: string): void {
    this.#begun.add(event);
    this.#waiting.delete(event);
  }

  #owe(place: string, text: string): void {
    const slash = place.indexOf('/');
    for (const network of this.#bridged) {
      if (network !== place.slice(0, slash)) this.#owed.add(placed(network + place.slice(slash), text));
    }
  }

  #putWith(name: string, text: string, key: string): void {
    const before = this.#keys.get(name);
    this.#keys.set(name, key);
    if (before === undefined || before === key || this.#doubled.has(text)) return;
    throw new Violation(PROMISE, `${name} was put under two keys: it was posted twice`);
  }

  #take(name: string): void {
    const count = (this.#taken.get(name) ?? 0) + 1;
    this.#taken.set(name, count);
    if (count > 1 && this.#once.has(name))
      throw new Violation(PROMISE, `${name} was to be sent at most once, and arrived twice`);
  }
}
