import * as v from 'valibot';
import { Channel, type ChatEvent, Group, type UncertainPolicy, type User } from '../../src/index.ts';
import { type NameFormat, unknownFields } from './names.ts';

/** What is carried, and how it looks where it comes. */
export interface CarryOptions {
  /** Whether edits are carried. Default true. */
  readonly edits?: boolean;
  /** Whether reactions are carried. Default true. */
  readonly reactions?: boolean;
  /** Whether it is told that people, titles and topics got new names. Default true. */
  readonly renames?: boolean;
  /** Whether it is told who comes and goes. Default false. */
  readonly joins?: boolean;
  /**
   * The name that people are shown under: a template of `{nick}`, `{fullName}`, `{network}` and `{channel}`, the last two
   * naming where they write, or a function. Default: their own.
   */
  readonly nameFormat?: string | NameFormat;
  /** Whether names lose their emoji. Default false. */
  readonly stripNameEmoji?: boolean;
  /**
   * What stands before the text where a network cannot show another author: a template of `{name}`, `{network}` and
   * `{channel}`. Default `<{name}> `.
   */
  readonly prefix?: string;
  /** Whether mentions of everyone, of roles and of people may ping. Default false. */
  readonly pings?: boolean;
  /** Whether names get an invisible character, so that IRC clients do not highlight who has that nick. Default false. */
  readonly guardNames?: boolean;
  /** Whether a name stands before each message, also when the one before it is by the same author. Default true. */
  readonly repeatNames?: boolean;
  /**
   * What becomes of a message of which it is not known whether it arrived: it goes again, and may be there twice, or it does
   * not, and may be missing. Default `at-least-once`.
   */
  readonly policy?: UncertainPolicy;
  /** After this time what could not be delivered is given up, in milliseconds. Default: the host's `maxAgeMs`. */
  readonly maxAgeMs?: number;
}

/** The configuration of a `SyncHook`. */
export interface SyncConfig extends CarryOptions {
  /** The conversations, by a label of your choice: channels whose people hear each other. */
  readonly channels: Readonly<Record<string, readonly Channel[]>>;
  /** What is different for what goes to the channels of a plug, by its name. */
  readonly plugs?: Readonly<Record<string, CarryOptions>>;
  /**
   * The name of a plug that the hook adds. It has a channel for each label, which stands for the whole conversation: what
   * is sent to it goes to all, its events are one stream of everybody's, and its members are everybody's.
   */
  readonly plug?: string;
  /** The titles of that plug's channels, by label. Default: the label. */
  readonly titles?: Readonly<Record<string, string>>;
  /** Whether an event is carried. Default: all are. */
  readonly accept?: (event: ChatEvent) => boolean;
}

/** The configuration of a `ForwardHook`. */
export interface ForwardConfig extends CarryOptions {
  /** Where events are taken from. */
  readonly from: readonly (Channel | Group)[];
  /** Where they are carried to. */
  readonly to: readonly Channel[];
  /** Whose messages: a predicate, or the ids of users; then what the bridge itself says stays where it is. Default: all. */
  readonly users?: readonly string[] | ((user: User) => boolean);
  /** What is different for what goes to the channels of a plug, by its name. */
  readonly plugs?: Readonly<Record<string, CarryOptions>>;
  /** Whether an event is carried. Default: all are. */
  readonly accept?: (event: ChatEvent) => boolean;
}

const flag = v.optional(v.boolean());
const filled = v.pipe(v.string(), v.nonEmpty('a string that is not empty'));

function template(fields: readonly string[]) {
  return v.pipe(
    v.string(),
    v.check(
      (text) => unknownFields(text, fields).length === 0,
      `text with no other fields than {${fields.join('} {')}}`,
    ),
  );
}

function predicate<F>() {
  return v.custom<F>((value) => typeof value === 'function', 'a function');
}

const look = {
  edits: flag,
  reactions: flag,
  renames: flag,
  joins: flag,
  nameFormat: v.optional(
    v.lazy((value) =>
      typeof value === 'function'
        ? predicate<NameFormat>()
        : v.pipe(template(['nick', 'fullName', 'network', 'channel']), v.nonEmpty('a template or a function')),
    ),
  ),
  stripNameEmoji: flag,
  prefix: v.optional(template(['name', 'network', 'channel'])),
  pings: flag,
  guardNames: flag,
  repeatNames: flag,
  policy: v.optional(v.picklist(['at-least-once', 'at-most-once'])),
  maxAgeMs: v.optional(v.pipe(v.number(), v.minValue(0))),
};

const carryOptions = v.strictObject(look);

const channel = v.custom<Channel>((value) => value instanceof Channel, 'a Channel: plug.channel(source)');
const channels = v.pipe(
  v.array(channel),
  v.nonEmpty('at least one channel'),
  v.check((list) => new Set(list).size === list.length, 'each channel once'),
);

const shared = {
  ...look,
  plugs: v.optional(v.record(v.string(), carryOptions)),
  accept: v.optional(predicate<SyncConfig['accept'] & {}>()),
};

export const syncSchema = v.pipe(
  v.strictObject({
    ...shared,
    channels: v.pipe(
      v.record(filled, channels),
      v.check((labels) => Object.keys(labels).length > 0, 'at least one conversation: { label: [channel, channel] }'),
    ),
    plug: v.optional(filled),
    titles: v.optional(v.record(v.string(), filled)),
  }),
  knownKeys('plugs', 'the name of a plug that one of the channels is of', (config) =>
    plugNames(Object.values(config.channels).flat()),
  ),
  knownKeys('titles', 'the label of a conversation', (config) => Object.keys(config.channels)),
);

export const forwardSchema = v.pipe(
  v.strictObject({
    ...shared,
    from: v.pipe(
      v.array(
        v.custom<Channel | Group>(
          (value) => value instanceof Channel || value instanceof Group,
          'a Channel or a Group',
        ),
      ),
      v.nonEmpty('at least one channel or group'),
    ),
    to: channels,
    users: v.optional(
      v.lazy((value) => (typeof value === 'function' ? predicate<(user: User) => boolean>() : v.array(filled))),
    ),
  }),
  knownKeys('plugs', 'the name of a plug that one of the channels in `to` is of', (config) => plugNames(config.to)),
);

function plugNames(list: readonly Channel[]): string[] {
  return list.map(({ plug }) => plug.name);
}

/** Refuses entries under a key that nothing has: they would never take effect. */
function knownKeys<Config extends object>(
  field: keyof Config & string,
  expected: string,
  known: (config: Config) => readonly string[],
) {
  return v.rawCheck<Config>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const config = dataset.value;
    const names = known(config);
    for (const key of Object.keys(config[field] ?? {})) {
      if (names.includes(key)) continue;
      addIssue({
        message: `${expected}: ${[...new Set(names)].join(', ')}`,
        path: [
          {
            type: 'object',
            origin: 'value',
            input: config as Record<string, unknown>,
            key: field,
            value: config[field],
          },
          { type: 'object', origin: 'key', input: config[field] as Record<string, unknown>, key, value: key },
        ],
      });
    }
  });
}
