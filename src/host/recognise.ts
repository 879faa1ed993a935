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
    if (copy !== undefined) {
      if (!copy.ours) return event;
      core.ownSends.heard(event);
      return asEcho(event, copy);
    }
    const match = core.unsettled.match(event);
    if (match === undefined) return known(core, event);
    const { outgoing, index } = match;
    if (outgoing.confirm(index, event.ref.id)) settled(outgoing);
    core.ownSends.heard(event);
    core.ledger.alias(outgoing.copy, event.channel, event.ref.id);
    return asEcho(event, outgoing.copy);
  };
}

/** An echo of ours may come back on another channel than it was sent to, or under another id. */
function known({ ownSends, ledger }: Core, event: Echo): Echo {
  const sent = ownSends.match(event);
  if (sent === undefined) return event;
  ledger.alias(sent.copy, event.channel, event.ref.id);
  return asEcho(event, sent.copy, sent.primary);
}

/** Changes the event in place: nobody has seen it yet, and this is done for every message that is relayed. */
function asEcho(
  event: Echo,
  copy: Copy<Channel>,
  primary: boolean = !copy.secondary && copy.ids[0] === event.ref.id,
): Echo {
  const echo = event as { -readonly [K in keyof Echo]: Echo[K] };
  // What a virtual network shows was said elsewhere, by whoever said it.
  echo.self = !(event.plug.capabilities.virtual && copy.message?.user !== undefined);
  if (copy.message !== undefined) echo.source = copy.message;
  (event as Marked)[echoed] = true;
  echo.primary = primary;
  return echo;
}
