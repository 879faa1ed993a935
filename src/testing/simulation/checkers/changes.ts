import { type Checker, placed, type Standing, type TraceEntry, unedited, Violation } from '../trace.ts';

const PROMISE = '5: no loss';

/** What became of a message of somebody's, in the order in which it was queued. */
interface Story {
  /** Its text when it was queued first. */
  text: string;
  readonly place: string;
  readonly changes: Change[];
  /** Whether the host is known to have it. */
  safe: boolean;
  /** Whether a change overtook it, or a process died with one: then more than one outcome is right. */
  ambiguous: boolean;
}

interface Change {
  readonly what: string;
  readonly process: number;
  safe: boolean;
}

/** Every copy of a message ends as the original does, as far as the host was told: edited, taken back, reacted to. */
export class Changes implements Checker {
  readonly #bridged: readonly string[];
  readonly #stories = new Map<string, Story>();
  #process = 0;

  /** `bridged` are the networks whose rooms of one name are bridged. */
  constructor(bridged: readonly string[]) {
    this.#bridged = bridged;
  }

  observe({ kind, place, text, what = '', process }: TraceEntry): void {
    this.#process = process;
    const story = this.#stories.get(text);
    switch (kind) {
      case 'said':
        this.#stories.set(text, { text: '', place, changes: [], safe: false, ambiguous: false });
        break;
      case 'queued':
      case 'fetched':
        if (story?.place !== place) break;
        if (story.text === '') begin(story, what);
        // The process that heard of it first may have died before it was written down: it is fetched as it is now, and
        // nobody tells of the edit any more.
        else if (!story.safe && story.text !== what) story.ambiguous = true;
        break;
      case 'safe':
        if (story?.place === place) story.safe = true;
        break;
      case 'changing':
        if (story?.place === place && !story.changes.some((change) => change.what === what && !isReaction(change)))
          story.changes.push({ what, process, safe: false });
        break;
      case 'changed':
        for (const change of story?.changes ?? []) if (change.what === what) change.safe = true;
        break;
      default:
    }
  }

  end(standing: Standing): void {
    for (const [name, story] of this.#stories) {
      // A change that was not safe when its process died may have been written all the same.
      const isSure = !story.ambiguous && story.changes.every(({ safe }) => safe);
      if (story.changes.length === 0 || !isSure) continue;
      for (const network of this.#bridged) this.#check(name, story, network, standing);
    }
  }

  #check(name: string, story: Story, network: string, { given, ours }: Standing): void {
    const slash = story.place.indexOf('/');
    const place = network + story.place.slice(slash);
    if (network === story.place.slice(0, slash) || given.has(placed(place, name))) return;
    const copies = ours(place, name);
    const [copy] = copies;
    // Of two copies nobody can tell which is the one that is changed.
    if (copy === undefined || copies.length > 1) return;
    if (story.changes.some(({ what }) => what === 'd')) {
      if (!copy.deleted) throw new Violation(PROMISE, `${name} was taken back, and stands in ${place}`);
      return;
    }
    const text = story.changes.findLast(({ what }) => what.startsWith('e'))?.what.slice(1) ?? story.text;
    if (copy.text !== text) throw new Violation(PROMISE, `${name} became ${text}, and is ${copy.text} in ${place}`);
    this.#checkReaction(name, story, place, copy.reacted);
  }

  /** Who has reacted is not known over the end of a process. */
  #checkReaction(name: string, { changes }: Story, place: string, reacted: boolean): void {
    const reactions = changes.filter(isReaction);
    const last = reactions.at(-1);
    if (last === undefined || reactions.some(({ process }) => process !== this.#process)) return;
    if (reacted !== (last.what === 'r+'))
      throw new Violation(
        PROMISE,
        `the reaction to ${name} is ${last.what}, and is ${reacted ? 'r+' : 'r-'} in ${place}`,
      );
  }
}

function begin(story: Story, text: string): void {
  story.text = text;
  if (story.changes.length > 0 || unedited(text) !== text) story.ambiguous ||= story.changes.length > 0;
}

function isReaction({ what }: Change): boolean {
  return what.startsWith('r');
}
