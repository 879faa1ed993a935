/**
 * How many typical chat messages a second each format reads and writes, against a floor that looks at each character
 * once in the same run; how much longer it takes to split twice the text. Prints one line of JSON each.
 *
 * `node bench/text.ts [messages]`
 */
import {
  matrixHtmlMarks,
  parseDiscord,
  parseHtml,
  parseMarkdown,
  parseMirc,
  parseSlack,
  parseXep0393,
  RichText,
  reduce,
  renderDiscord,
  renderHtml,
  renderMarkdown,
  renderMirc,
  renderSlack,
  renderXep0393,
  type Segment,
  split,
} from '../src/text/index.ts';
import { median, race, ratio, report } from './measure.ts';

const messages = Number(process.argv[2] ?? 10_000);
const rounds = 5;
const network = 'bench';

/** 120 characters, two marks, one mention. */
const segments = (id: string): readonly Segment[] => [
  { text: 'Hello ' },
  { text: '@ann', mention: { kind: 'user', network, id, nick: 'ann' } },
  { text: ', the ' },
  { text: 'new build', bold: true },
  { text: ' of the bridge is up; please read the ' },
  { text: 'release notes', italic: true },
  { text: ' before you restart anything, thank you all.' },
];

const ids = { discord: '12345678901234567', html: '@ann:example.org', slack: 'U12345' };
const context = { network };
const formats = {
  discord: [
    ids.discord,
    (text: RichText) => renderDiscord(text, context),
    (source: string) => parseDiscord(source, context),
  ],
  mirc: [ids.discord, renderMirc, parseMirc],
  html: [ids.html, (text: RichText) => renderHtml(text, context), (source: string) => parseHtml(source, context)],
  commonmark: [ids.discord, renderMarkdown, parseMarkdown],
  slack: [ids.slack, (text: RichText) => renderSlack(text, context), (source: string) => parseSlack(source, context)],
  xep0393: [ids.discord, renderXep0393, parseXep0393],
} as const;

const SIGNS = /[\\*_~|`<>&[\]]/g;
/** Keeps results, so that no work is optimised away. */
let kept = 0;
const repeat = (work: () => number) => async (): Promise<void> => {
  for (let index = 0; index < messages; index += 1) kept += work();
};

for (const [format, [id, render, parse]] of Object.entries(formats)) {
  const parts = segments(id);
  const source = render(new RichText(parts));
  const rates = await race(messages, rounds, {
    read: repeat(() => parse(source).length),
    // A message is new each time: what was found out about the last one does not count.
    write: repeat(() => render(new RichText(parts)).length),
    floor: repeat(() => source.replace(SIGNS, '\\$&').length),
  });
  report('text', {
    format,
    ...rates,
    readRatio: ratio(rates.read, rates.floor),
    writeRatio: ratio(rates.write, rates.floor),
  });
}

const plain = String(new RichText(segments(ids.discord)));
const all = new RichText(segments(ids.discord));
report('text', {
  ...(await race(messages, rounds, {
    construct: repeat(() => new RichText(plain).length),
    normalise: repeat(() => new RichText(segments(ids.discord)).normalise().length),
    reduce: repeat(() => reduce(all, []).text.length),
    reduceNothing: repeat(() => reduce(all, matrixHtmlMarks).text.length),
    floor: repeat(() => plain.replace(SIGNS, '\\$&').length),
  })),
});

const sentence = 'The quick brown fox jumps over the lazy dog, and *nobody* knows_why. ';
const sources = { sentences: sentence, unbroken: 'a', marks: '\u0301' };
for (const [text, piece] of Object.entries(sources)) {
  // Processor time: other programs on the machine would make the growth look larger or smaller.
  const milliseconds = (length: number): number => {
    const long = new RichText(piece.repeat(length / piece.length));
    const times = Array.from({ length: 7 }, () => {
      const start = process.cpuUsage();
      kept += split(long, { max: 2_000, unit: 'utf16', render: (part) => renderDiscord(part, context) }).length;
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    return median(times);
  };
  milliseconds(1_000_000);
  const half = milliseconds(500_000);
  const whole = milliseconds(1_000_000);
  report('text', { split: text, halfMs: Math.round(half), wholeMs: Math.round(whole), growth: ratio(whole, half) });
}
if (kept === 0) throw new Error('nothing was done');
