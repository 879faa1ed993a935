import assert from 'node:assert/strict';
import { checkFacets } from '../../plug/facets.ts';
import type { PlugTests } from './bench.ts';

const units = ['byte', 'utf16', 'codepoint'];
const positive = (value: number | undefined): boolean => value === undefined || (Number.isInteger(value) && value > 0);

/** What a plug declares, against what it is. */
export const capabilityTests: PlugTests = {
  'are plain data that makes sense': {
    opened: false,
    async test({ plug }) {
      const { capabilities } = plug;
      assert.deepEqual(JSON.parse(JSON.stringify(capabilities)), capabilities, 'capabilities must be plain JSON');
      const { text, echo, idempotency, pipeline, rate, attachments } = capabilities;
      assert.ok(units.includes(text.unit), `text.unit is ${text.unit}`);
      assert.ok(positive(text.maxLength) && positive(text.maxLines) && positive(text.maxParts), 'limits are positive');
      assert.ok(Array.isArray(text.marks), 'text.marks is a list');
      assert.equal(new Set(text.marks).size, text.marks.length, 'no mark is declared twice');
      assert.ok(['network', 'none'].includes(echo), `echo is ${echo}`);
      assert.ok(['key', 'echo', 'none'].includes(idempotency), `idempotency is ${idempotency}`);
      assert.ok(positive(pipeline) && positive(attachments?.maxBytes) && positive(attachments?.maxCount));
      if (rate !== undefined)
        assert.ok(rate.count > 0 && rate.perMs > 0 && positive(rate.burst), 'the rate is positive');
    },
  },

  'agree with the methods': {
    opened: false,
    async test({ plug }) {
      checkFacets(plug);
    },
  },

  'stay the same while the plug is connected': async ({ plug, options }) => {
    const fresh = await options.create();
    const peer = await options.peer(fresh);
    try {
      assert.deepEqual(plug.capabilities, fresh.capabilities, 'a connected plug declares what a new one declares');
    } finally {
      await peer.close();
    }
  },
};
