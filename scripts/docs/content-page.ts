import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileAttachment } from '../../src/model/attachment.ts';
import type { Capabilities } from '../../src/model/capabilities.ts';
import type { Message } from '../../src/model/message.ts';
import type { Degradation } from '../../src/model/receipt.ts';
import { messageRef } from '../../src/model/refs.ts';
import { planEdit, planMessage } from '../../src/plan/index.ts';
import { RichText } from '../../src/text/rich-text.ts';
import { allMarks, type Mark, type Segment } from '../../src/text/segment.ts';
import { root } from '../package-entries.ts';

/** A network, as a column of the table. */
export interface ContentColumn {
  readonly name: string;
  readonly capabilities: Capabilities;
}

/** docs/content.md: what each plug makes of each kind of content, as its capabilities and the planner say. */
export async function contentPage(): Promise<string> {
  const columns: ContentColumn[] = [];
  for (const entry of globSync('plugs/*/index.ts', { cwd: root }).sort()) {
    const folder = dirname(entry);
    const { example }: { example: { capabilities: Capabilities } } = await import(
      join(root, folder, 'test/example.ts')
    );
    if (example.capabilities.send !== false)
      columns.push({ name: basename(folder), capabilities: example.capabilities });
  }
  return `${lead}\n${contentTable(columns)}\n`;
}

/** A row for each kind of content: \`native\`, or what becomes of it. */
export function contentTable(columns: readonly ContentColumn[]): string {
  const rows = Object.entries(kinds).map(([kind, cell]) =>
    row([kind, ...columns.map(({ capabilities }) => cell(capabilities))]),
  );
  return [row(['', ...columns.map(({ name }) => name)]), `|${'---|'.repeat(columns.length + 1)}`, ...rows].join('\n');
}

const lead = `# What becomes of each kind of content

Generated from the plugs' capabilities and the planner (\`npm run docs\`). What a network cannot show is not dropped: the
core turns it into the next best thing, and \`receipt.degraded\` says so with the words of this table. A cell with two words
names both things that happened.
`;

const ann = { kind: 'user', network: 'origin', id: '1', nick: 'ann' } as const;
const channel = { kind: 'channel', network: 'target', source: 'room' } as const;
const elsewhere = messageRef({ ...channel, network: 'origin' }, '1');
const copy = messageRef(channel, '1');
const hello = new RichText('Hello there');
const picture: FileAttachment = {
  type: 'file',
  kind: 'image',
  name: 'cat.png',
  size: 1000,
  url: 'https://files.example/c',
};
const { url: _address, ...nameless } = picture;

const samples: Readonly<Record<Mark, Partial<Segment>>> = {
  bold: { bold: true },
  italic: { italic: true },
  underline: { underline: true },
  strike: { strike: true },
  code: { code: true },
  pre: { pre: {} },
  spoiler: { spoiler: true },
  quote: { quote: true },
  heading: { heading: 1 },
  list: { list: { depth: 1 } },
  link: { link: 'https://docs.example/' },
  mention: { mention: { ...ann, network: 'target' } },
  emoji: { emoji: { name: 'parrot', id: '1' } },
};

type Cell = (capabilities: Capabilities) => string;

const marks = allMarks.map((mark): [string, Cell] => [
  `text: ${mark}`,
  message({ text: new RichText({ text: 'word', ...samples[mark] }) }),
]);

const kinds: Readonly<Record<string, Cell>> = {
  'text: plain': message({ text: hello }),
  ...Object.fromEntries(marks),
  'text: very long': message({ text: new RichText('A sentence of words. '.repeat(1000)) }),
  'another author': message({ text: hello, user: ann }),
  'answer, its copy known': (capabilities) =>
    told(
      planMessage({ text: hello, replyTo: elsewhere, quoted: { text: hello } }, capabilities, { channel, reply: copy })
        .degraded,
    ),
  'answer, its copy unknown': message({ text: hello, replyTo: elsewhere, quoted: { text: hello } }),
  'file with a public address': message({ text: hello, attachments: [picture] }),
  'file without an address': message({
    attachments: [{ ...nameless, open: () => Promise.resolve(new Blob([]).stream()) }],
  }),
  'file of 10 GB with an address': message({ text: hello, attachments: [{ ...picture, size: 1e10 }] }),
  place: message({ attachments: [{ type: 'location', latitude: 0, longitude: 0 }] }),
  poll: message({ attachments: [{ type: 'poll', question: 'Tea?', options: ['yes', 'no'] }] }),
  'forwarded message': message({ attachments: [{ type: 'forward', message: { text: hello } }] }),
  card: message({ card: { title: 'Build', body: hello } }),
  edit: (capabilities) => {
    const before = { text: hello };
    const after = { text: new RichText('Hello here') };
    const { degraded } = planEdit({ before, after, refs: [copy], ageMs: 0 }, capabilities, { channel });
    return degraded.length > 0 ? told(degraded) : `native${within(capabilities.edit)}`;
  },
  delete: (capabilities) => (capabilities.delete ? `native${within(capabilities.delete)}` : 'notice'),
  reaction: (capabilities) => (capabilities.reaction ? 'native' : 'notice'),
};

function message(content: Message): Cell {
  return (capabilities) => told(planMessage(content, capabilities, { channel }).degraded);
}

function told(degraded: readonly Degradation[]): string {
  return [...new Set(degraded.map(({ how }) => how))].join(', ') || 'native';
}

function within(limit: true | { readonly maxAgeMs: number } | undefined): string {
  return typeof limit === 'object' ? ` for ${Math.round(limit.maxAgeMs / 3_600_000)} h` : '';
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
