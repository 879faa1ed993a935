import assert from 'node:assert/strict';
import type { MessageEvent } from '../../plug/plug.ts';
import { measure } from '../../text/measure.ts';
import { type Bench, type PlugTests, sends } from './bench.ts';

/** How long a text is sent to a network that declares no limit, in characters. */
const LONG = 4000;
const MANY_LINES = 6;

/** Texts that do not fit one physical message. */
export const splitTests: PlugTests = {
  'a long text arrives whole': async (bench) => {
    if (!sends(bench)) return;
    const words = longText(bench);
    await bench.send(words.join(' '));
    await bench.see(words.at(-1) as string);
    const seen = await bench.seen(...words);
    assert.deepEqual(
      seen.flatMap(({ text }) => text.trim().split(/\s+/)),
      words,
      'every word, once, in order',
    );
  },

  'no part is longer than declared': async (bench) => {
    const { maxLength, unit, maxParts = 2 } = bench.plug.capabilities.text;
    if (!sends(bench) || maxLength === undefined || maxParts < 2) return;
    const words = longText(bench);
    await bench.send(words.join(' '));
    await bench.see(words.at(-1) as string);
    const lengths = (await bench.seen(...words)).map(({ text }) => measure(text, unit));
    assert.ok(lengths.length > 1, 'the text takes more than one part');
    assert.ok(Math.max(...lengths) <= maxLength, `parts of ${lengths.join(', ')} where ${maxLength} fit`);
  },

  'only the first part is primary, and all tell what was meant': async (bench) => {
    if (!sends(bench)) return;
    const words = longText(bench);
    const whole = words.join(' ');
    const receipt = await bench.send(whole);
    await bench.hear(words.at(-1) as string);
    const echoes = bench.heard(...words);
    assert.equal(echoes.length, receipt.refs.length, 'one echo for each ref of the receipt');
    assert.deepEqual(
      echoes.map(({ primary }) => primary),
      echoes.map((_echo, index) => index === 0),
    );
    assert.deepEqual(
      echoes.map(meant),
      echoes.map(() => whole),
    );
  },

  'lines stay lines': async (bench) => {
    if (!sends(bench)) return;
    const words = bench.words(Math.min(MANY_LINES, bench.plug.capabilities.text.maxParts ?? MANY_LINES));
    await bench.send(words.join('\n'));
    await bench.see(words.at(-1) as string);
    const lines = (await bench.seen(...words)).flatMap(({ text }) => text.split('\n'));
    assert.deepEqual(
      lines.map((line) => line.trim()).filter((line) => line !== ''),
      words,
    );
  },
};

/** Words that take two to three parts, as many as the network takes at once. */
export function longText(bench: Bench): string[] {
  const { maxLength = LONG, maxParts = Number.POSITIVE_INFINITY } = bench.plug.capabilities.text;
  const length = maxLength * Math.min(2.5, maxParts - 0.5);
  return bench.words(Math.max(2, Math.floor(length / (bench.word().length + 1))));
}

function meant({ source }: MessageEvent): string {
  return String(source.text);
}
