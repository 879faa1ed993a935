/** Names of things on a network: plain, JSON-safe values that only the plug that made them may take apart. */

/** Names one channel: a room, a conversation or a thread. */
export interface ChannelRef {
  readonly kind: 'channel';
  /** The `networkId` of the plug it belongs to. */
  readonly network: string;
  /** The plug's own name for the channel; opaque to everybody else. */
  readonly source: string;
}

/** Names one account on a network. */
export interface UserRef {
  readonly kind: 'user';
  /** The `networkId` of the plug it was seen by. */
  readonly network: string;
  readonly id: string;
}

/** Names one physical message in a channel. */
export interface MessageRef {
  readonly kind: 'message';
  readonly channel: ChannelRef;
  readonly id: string;
}

/** Anything that has a name on a network. */
export type Ref = ChannelRef | UserRef | MessageRef;

/** Makes a {@link ChannelRef}. */
export function channelRef(network: string, source: string): ChannelRef {
  return { kind: 'channel', network, source };
}

/** Makes a {@link UserRef}. */
export function userRef(network: string, id: string): UserRef {
  return { kind: 'user', network, id };
}

/** Makes a {@link MessageRef}. */
export function messageRef(channel: ChannelRef, id: string): MessageRef {
  return { kind: 'message', channel, id };
}

/**
 * A string that is equal for equal refs and different for different ones; for use as a map's key.
 *
 * Total: what is not a ref gets a key of its own kind, equal for equal JSON, and nothing throws.
 */
export function refKey(ref: unknown): string {
  return JSON.stringify(parts(ref)) ?? 'null';
}

/** The message that a {@link refKey} names; undefined where it names something else, or is none. */
export function messageOfKey(key: string): MessageRef | undefined {
  try {
    const [kind, id, network, source, ...more] = JSON.parse(key) as unknown[];
    if (kind !== 'message' || more.length > 0) return undefined;
    return messageRef(channelRef(text(network), text(source)), text(id));
  } catch {
    return undefined;
  }
}

/** Whether two refs name the same thing. Total: what is not a ref equals nothing but itself. */
export function sameRef(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const left = parts(a);
  const right = parts(b);
  if (left[0] === OTHER || right[0] === OTHER || left.length !== right.length) return false;
  return left.every((part, index) => part === right[index]);
}

const OTHER = '?';

/** The strings that make a ref what it is, so that a user with a nick equals the bare ref of the same account. */
function parts(ref: unknown): string[] {
  try {
    const value = ref as Partial<Record<string, unknown>> | null | undefined;
    if (value?.kind === 'channel') return ['channel', text(value.network), text(value.source)];
    if (value?.kind === 'user') return ['user', text(value.network), text(value.id)];
    if (value?.kind === 'message') {
      const channel = parts(value.channel);
      if (channel[0] === 'channel') return ['message', text(value.id), ...channel.slice(1)];
    }
    return [OTHER, typeof ref, JSON.stringify(ref) ?? String(ref)];
  } catch {
    // A getter that throws, a cycle, a revoked proxy, a BigInt: not a ref, and no reason to throw either.
    return [OTHER, typeof ref, ''];
  }
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('a ref is made of strings');
}
