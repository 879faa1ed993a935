import fc from 'fast-check';
import { arbitraries, type Moment } from '../../src/testing/index.ts';

export { at, type Moment } from '../../src/testing/index.ts';

/** Any moment: at once, in the same breath, in the same millisecond, or later. */
export const anyMoment: fc.Arbitrary<Moment> = arbitraries(fc).moments;
