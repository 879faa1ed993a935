import { type Channel, type ChannelRef, sameRef } from '../../src/index.ts';

/**
 * The channels with one in the place of another, each once; undefined where that one is not among them, or where none of them
 * is on the network of the one that takes its place.
 */
export function follow(channels: readonly Channel[], from: ChannelRef, to: ChannelRef): readonly Channel[] | undefined {
  if (!channels.some(({ ref }) => sameRef(ref, from))) return undefined;
  const successor = channels.find(({ plug }) => plug.networkId === to.network)?.plug.channel(to.source);
  if (successor === undefined) return undefined;
  return [...new Set(channels.map((channel) => (sameRef(channel.ref, from) ? successor : channel)))];
}
