import type { Copy } from '../order/ledger.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import type { Core } from './core.ts';
import { echoed, type Marked } from './marked.ts';
import type { Outgoing } from './outgoing.ts';

type Echo = Extract<ChatEvent, { type: 'message' | 'edit' }>;

/**
 * Makes the function that tells an echo from news: an event whose id we were given for a message of ours gets that message
 * as its source. One that may be the echo of a send of unknown outcome settles it.
 */
export function recogniser(core: Core, settled: (outgoing: Outgoing) => void): (event: ChatEvent) => ChatEvent {
  return (event) => {
    if (event.type !== 'message' && event.type !== 'edit') return event;
    const copy = core.ledger.get(event.channel, event.ref.id);
    if (copy !== undefined) return copy.ours ? asEcho(event, copy) : event;
    const match = core.unsettled.match(event);
    if (match === undefined) return event;
    const { outgoing, index } = match;
    if (outgoing.confirm(index, event.ref.id)) settled(outgoing);
    return asEcho(event, outgoing.copy);
  };
}

/** Changes the event in place: nobody has seen it yet, and this is done for every message that is relayed. */
function asEcho(event: Echo, copy: Copy<Channel>): Echo {
  const echo = event as { -readonly [K in keyof Echo]: Echo[K] };
  // What a virtual network shows was said elsewhere, by whoever said it.
  echo.self = !(event.plug.capabilities.virtual && copy.message?.user !== undefined);
  if (copy.message !== undefined) echo.source = copy.message;
  (event as Marked)[echoed] = true;
  echo.primary = !copy.secondary && copy.ids[0] === event.ref.id;
  return echo;
}
