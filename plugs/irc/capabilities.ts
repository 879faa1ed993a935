import type { Capabilities, RateCapability } from '../../src/index.ts';
import { mircMarks } from '../../src/text/index.ts';
import type { IrcFlood } from './config.ts';
import { colourBytes } from './format.ts';
import { assumedPrefixBytes, textBudget } from './line.ts';
import type { IrcSettings } from './settings.ts';

/** Nicks of ours may get longer than the configured one by so much, when that is taken. */
const nickGrowth = 3;
/** Room for the names of channels that are not configured. */
const usualChannelBytes = 32;

/** So that the core holds back what the server would not take yet, instead of waiting for its answer. */
function rateOf({ burst, perSecond }: IrcFlood): RateCapability {
  return { count: burst, perMs: Math.ceil((burst / perSecond) * 1000), scope: 'plug' };
}

/** What an IRC server can carry. Constant, so that a text is split alike whether or not we are connected. */
export function ircCapabilities(settings: IrcSettings): Capabilities {
  const bytes = Math.max(usualChannelBytes, ...settings.channels.map(({ name }) => Buffer.byteLength(name)));
  const prefixBytes = assumedPrefixBytes(settings.nick, settings.username) + nickGrowth;
  const fullLength = textBudget({ prefixBytes, command: 'PRIVMSG', target: '#'.repeat(bytes), action: true });
  const maxLength = fullLength - (settings.nickColors ? colourBytes : 0);
  return {
    text: {
      maxLength,
      unit: 'byte',
      maxLines: 1,
      maxParts: settings.maxLines,
      marks: [...mircMarks, 'mention'],
    },
    // Also where a server echoes (echo-message): the echo confirms the line and is swallowed, so that hooks see their
    // own messages alike on every server, and an echo that gets lost costs nothing.
    echo: 'none',
    idempotency: 'none',
    // A server reads lines in their order, so that one need not be confirmed before the next is written.
    pipeline: 64,
    ...(settings.flood !== false && { rate: rateOf(settings.flood) }),
    topic: true,
    members: true,
    rooms: { join: true, leave: true, invite: true, remove: true, list: true },
  };
}
