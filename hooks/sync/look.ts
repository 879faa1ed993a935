import type { Channel, PostOptions } from '../../src/index.ts';
import type { CarryOptions } from './config.ts';
import { type NameFormat, toNameFormat } from './names.ts';

/** What is carried to a channel, and how it looks there. */
export interface Look {
  readonly edits: boolean;
  readonly reactions: boolean;
  readonly renames: boolean;
  readonly joins: boolean;
  /** Absent: people keep their names. */
  readonly name: NameFormat | undefined;
  /** What the core is told. */
  readonly options: PostOptions;
}

/** The look for everything, and what is different for what goes to the channels of a plug. */
export type LookOptions = CarryOptions & { readonly plugs?: Readonly<Record<string, CarryOptions>> };

/** How things look at each plug. */
export class Looks {
  readonly #options: LookOptions;
  readonly #warn: (error: unknown) => void;
  /** The look where nothing is different. */
  readonly common: Look;
  readonly #byPlug = new Map<string, Look>();

  /** `warn` is told what a name format throws. */
  constructor(options: LookOptions, warn: (error: unknown) => void) {
    this.#options = options;
    this.#warn = warn;
    this.common = toLook(options, warn);
  }

  /** The look at a channel; one object for all that look the same. */
  of({ plug: { name } }: Channel): Look {
    const own = this.#options.plugs?.[name];
    if (own === undefined) return this.common;
    const look = this.#byPlug.get(name) ?? toLook({ ...this.#options, ...own }, this.#warn);
    this.#byPlug.set(name, look);
    return look;
  }
}

function toLook(options: CarryOptions, warn: (error: unknown) => void): Look {
  const { edits = true, reactions = true, renames = true, joins = false, prefix = '<{name}> ' } = options;
  const { pings = false, guardNames = false, repeatNames = true, policy, maxAgeMs } = options;
  const name = toNameFormat(options.nameFormat, options.stripNameEmoji ?? false, warn);
  const shown: PostOptions = {
    // In the words of the core, whose `{nick}` is the name that is shown.
    prefix: prefix.replaceAll('{name}', '{nick}'),
    pings,
    ...(guardNames && { guardNames }),
    ...(!repeatNames && { repeatNames }),
    ...(policy !== undefined && { policy }),
    ...(maxAgeMs !== undefined && { maxAgeMs }),
  };
  return { edits, reactions, renames, joins, name, options: shown };
}
