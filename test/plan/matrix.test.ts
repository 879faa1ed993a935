import { describe, expect, it } from 'vitest';
import { planMessage } from '../../src/plan/index.ts';
import { contentCases, show } from './content-cases.ts';
import { profileNames, profiles } from './profiles.ts';

const cases = contentCases();

describe('what a message becomes on each kind of network', () => {
  it('is written down for at least forty kinds of content', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  describe.each(cases)('$name: $about', ({ message, context, expect: expected }) => {
    it.each(profileNames)('%s', (name) => {
      expect(show(planMessage(message, profiles[name], context))).toEqual(expected[name]);
    });
  });
});
