import fc from 'fast-check';
import { type RichText, split } from '../../src/text/index.ts';

/** How many random texts a format is tried with; `FUZZ_RUNS` sets another number. */
export const runs: number = Number(process.env.FUZZ_RUNS ?? 20_000);

/** For tests of so many texts, on a machine that has other work too. */
export const slow = { timeout: 300_000 };

/** Room for the markup of one character, and for so little text that many are split. */
const max = 100;

/**
 * Every text comes back from its markup in its normal form, and is split into parts that fit as rendered and have all of
 * it but white space. Prints the seed of a failure.
 */
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
      if (!back.equals(wanted)) {
        throw new Error(`${JSON.stringify(source)}\nread   ${JSON.stringify(back)}\nwanted ${JSON.stringify(wanted)}`);
      }
      const parts = split(text, { max, unit: 'utf16', render });
      const long = parts.find((part) => render(part).length > max);
      if (long !== undefined) throw new Error(`a part of ${render(long).length}: ${JSON.stringify(render(long))}`);
      if (visible(parts.join('')) !== visible(String(text))) throw new Error(`lost in ${JSON.stringify(parts)}`);
    }),
    { numRuns: runs },
  );
}

function visible(text: string): string {
  return text.replace(/\s/g, '');
}
