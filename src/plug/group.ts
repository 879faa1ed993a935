import * as v from 'valibot';
import { validateConfig } from '../config/validate.ts';
import { ConfigError } from '../errors.ts';
import { Channel, Plug } from './plug.ts';

/** Which channels a group holds: those that any of the rules names, but for the exceptions. */
export interface GroupRules {
  /** These. */
  readonly channels?: readonly Channel[];
  /** All channels of these plugs. */
  readonly plugs?: readonly Plug[];
  /** The private conversations of these plugs. */
  readonly private?: readonly Plug[];
  /** The channels of these plugs that are no private conversations. */
  readonly shared?: readonly Plug[];
  /** The channels of these plugs whose source one of the patterns matches. */
  readonly named?: readonly { readonly plug: Plug; readonly source: string | RegExp }[];
  /** All channels of these groups. */
  readonly groups?: readonly Group[];
  /** But not these. */
  readonly except?: readonly (Channel | Group)[];
}

const plug = v.custom<Plug>((one) => one instanceof Plug, 'a Plug');
const channel = v.custom<Channel>((one) => one instanceof Channel, 'a Channel: plug.channel(source)');
const group = v.custom<Group>((one) => one instanceof Group, 'a Group');
const source = v.custom<string | RegExp>(
  (one) => typeof one === 'string' || one instanceof RegExp,
  'a string or a RegExp',
);

const schema = v.strictObject({
  channels: v.optional(v.array(channel)),
  plugs: v.optional(v.array(plug)),
  private: v.optional(v.array(plug)),
  shared: v.optional(v.array(plug)),
  named: v.optional(v.array(v.strictObject({ plug, source }))),
  groups: v.optional(v.array(group)),
  except: v.optional(
    v.array(v.custom<Channel | Group>((one) => one instanceof Channel || one instanceof Group, 'a Channel or a Group')),
  ),
});

/** A set of channels, given by rules; what comes into being later belongs to it if a rule says so. */
export class Group {
  readonly name: string;
  readonly rules: GroupRules;

  /** @throws ConfigError listing every wrong rule, or where the rules name nothing */
  constructor(name: string, rules: GroupRules) {
    this.name = name;
    this.rules = validateConfig<GroupRules>(`group ${name}`, schema, rules);
    const { except: _except, ...positive } = rules;
    if (Object.values(positive).every((rule) => !Array.isArray(rule) || rule.length === 0)) {
      throw new ConfigError(`group ${name}: it can never hold a channel`, {
        field: 'rules',
        expected: 'channels, plugs, private, shared, named or groups',
        got: Object.keys(rules).join(', ') || 'nothing',
      });
    }
  }

  /** Whether a channel belongs to the group. */
  has(channel: Channel): boolean {
    const { except = [] } = this.rules;
    return this.#names(channel) && !except.some((one) => (one instanceof Group ? one.has(channel) : one === channel));
  }

  #names(channel: Channel): boolean {
    const { channels, plugs, shared, named, groups, private: direct } = this.rules;
    const { plug, source } = channel;
    return (
      channels?.includes(channel) === true ||
      plugs?.includes(plug) === true ||
      (direct?.includes(plug) === true && plug.isDirect(channel)) ||
      (shared?.includes(plug) === true && !plug.isDirect(channel)) ||
      named?.some((rule) => rule.plug === plug && matches(rule.source, source)) === true ||
      groups?.some((group) => group.has(channel)) === true
    );
  }
}

function matches(pattern: string | RegExp, source: string): boolean {
  // search() ignores lastIndex, so that a sticky or global pattern does not remember its last match.
  return typeof pattern === 'string' ? pattern === source : source.search(pattern) >= 0;
}
