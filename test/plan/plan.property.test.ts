import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../src/model/capabilities.ts';
import type { Message } from '../../src/model/message.ts';
import { type MessagePlan, type PlanContext, planMessage } from '../../src/plan/index.ts';
import { cleanText } from '../../src/text/clean.ts';
import { renderMirc } from '../../src/text/formats/mirc.ts';
import { anyCapabilities, anyMessage, SECRET } from './arbitrary-message.ts';
import { expectFit, expectLossesTold } from './invariants.ts';
import { markup, profileNames, profiles } from './profiles.ts';

const contexts: readonly PlanContext[] = [
  {},
  { render: markup },
  { render: renderMirc },
  { channel: { kind: 'channel', network: 'target', source: 'room' }, prefix: '{nick} ({network}): ' },
  {
    reply: { kind: 'message', channel: { kind: 'channel', network: 'target', source: 'room' }, id: 'r' },
    guardNames: true,
    prefix: '',
  },
];

/** Plans every message for every profile, and looks at what comes out. */
function forEveryPlan(
  look: (plan: MessagePlan, message: Message, capabilities: Capabilities, context: PlanContext) => void,
): void {
  const network = fc.oneof(
    fc.constantFrom(...profileNames.map((name): Capabilities => profiles[name])),
    anyCapabilities,
  );
  fc.assert(
    fc.property(anyMessage, network, fc.constantFrom(...contexts), (message, capabilities, context) => {
      look(planMessage(message, capabilities, context), message, capabilities, context);
    }),
    { numRuns: 1000 },
  );
}

describe('the plan of any message for any network', () => {
  it('fits the network: length as rendered, lines, parts, files, marks', () => {
    forEveryPlan((plan, _message, capabilities, { render }) => expectFit(plan, capabilities, render));
  });

  it('drops nothing without a word: what is not in the parts is in what it says was lost', () => {
    forEveryPlan(expectLossesTold);
  });

  it('keeps every character of the text, in order, unless it says that it was cut', () => {
    forEveryPlan(({ parts, degraded }, message) => {
      if (message.text === undefined || degraded.some(({ how }) => how === 'cut')) return;
      // An emoji may become its character, and a link that says its address the address.
      if (message.text.segments.some(({ emoji, link }) => emoji !== undefined || link !== undefined)) return;
      const shown = visible(parts.map(({ text }) => String(text ?? '')).join(''));
      expect(isSubsequence(visible(String(message.text)), shown)).toBe(true);
    });
  });

  it('relays no secret in an address', () => {
    forEveryPlan((plan) => {
      expect(JSON.stringify(plan)).not.toContain(SECRET);
    });
  });

  it('pings nobody', () => {
    forEveryPlan(({ parts }) => {
      for (const { text } of parts) {
        expect(String(text ?? '')).not.toMatch(/@(everyone|here)\b/i);
        expect(text?.segments.some(({ mention }) => typeof mention === 'string') ?? false).toBe(false);
      }
    });
  });

  it('is the same each time and changes nothing', () => {
    forEveryPlan((plan, message, capabilities, context) => {
      const before = JSON.stringify(message);
      expect(JSON.stringify(planMessage(message, capabilities, context))).toBe(JSON.stringify(plan));
      expect(JSON.stringify(message)).toBe(before);
    });
  });
});

/** Characters but white space and those that nobody sees. */
function visible(text: string): string {
  return cleanText(text).replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
}

function isSubsequence(wanted: string, text: string): boolean {
  let at = 0;
  for (const character of text) if (wanted.startsWith(character, at)) at += character.length;
  return at === wanted.length;
}
