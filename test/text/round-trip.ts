import fc from 'fast-check';
import type { RichText } from '../../src/text/index.ts';

/** How many random texts a format is tried with; `FUZZ_RUNS` sets another number. */
export const runs: number = Number(process.env.FUZZ_RUNS ?? 20_000);

/** For tests of so many texts, on a machine that has other work too. */
export const slow = { timeout: 120_000 };

/** Every text comes back from its markup in its normal form. Prints the seed of a failure. */
export function expectRoundTrip(
  texts: fc.Arbitrary<RichText>,
  render: (text: RichText) => string,
  parse: (source: string) => RichText,
): void {
  fc.assert(
    fc.property(texts, (text) => {
      const source = render(text);
      const back = parse(source);
      const wanted = text.normalise();
      if (back.equals(wanted)) return;
      throw new Error(`${JSON.stringify(source)}\nread   ${JSON.stringify(back)}\nwanted ${JSON.stringify(wanted)}`);
    }),
    { numRuns: runs },
  );
}
