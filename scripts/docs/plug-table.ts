import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Capabilities, Plug } from '../../src/index.ts';
import { allMarks } from '../../src/text/segment.ts';
import { root } from '../package-entries.ts';
import { folderLead } from './folder-lead.ts';

/** README's table of plugs: a row for each folder that has a ready `example` of its plug in test/example.ts. */
export async function plugTable(): Promise<string> {
  const rows: string[] = [];
  for (const entry of globSync('plugs/*/index.ts', { cwd: root }).sort()) {
    const folder = dirname(entry);
    const { example }: { example: Plug } = await import(join(root, folder, 'test/example.ts'));
    const cells = [`[${basename(folder)}](${folder})`, folderLead(folder), ...describe(example.capabilities)];
    rows.push(`| ${cells.join(' | ')} |`);
  }
  const head = ['plug', 'what it is', 'text of one message', 'shows', 'besides messages', 'a send in doubt'];
  return `| ${head.join(' | ')} |\n${'|---'.repeat(head.length)}|\n${rows.join('\n')}`;
}

function describe(capabilities: Capabilities): string[] {
  const { text, idempotency } = capabilities;
  const limit = text.maxLength === undefined ? 'any length' : `${text.maxLength} ${unitNames[text.unit]}`;
  const lines = text.maxLines === undefined ? '' : text.maxLines === 1 ? ', a line each' : `, ${text.maxLines} lines`;
  const marks = text.marks.length === allMarks.length ? 'all marks' : text.marks.join(', ') || 'plain text';
  return [`${limit}${lines}`, marks, extras(capabilities).join(', '), doubts[idempotency]];
}

const doubts = {
  key: 'is repeated without doubling',
  echo: 'is found by its echo',
  none: 'is marked `uncertain`',
} as const;

const unitNames = { byte: 'bytes', utf16: 'UTF-16 units', codepoint: 'characters' } as const;

const facets = [
  ...(['reply', 'thread', 'card', 'impersonate', 'attachments'] as const),
  ...(['edit', 'delete', 'reaction', 'typing', 'title', 'topic', 'presence', 'members', 'history'] as const),
];

function extras({ rooms, ...capabilities }: Capabilities): string[] {
  const oneWay = capabilities.receive === false ? ['sends only'] : capabilities.send === false ? ['receives only'] : [];
  const done = Object.entries(rooms ?? {}).filter(([, can]) => can);
  const inRooms = done.length > 0 ? [`rooms (${done.map(([name]) => name).join(', ')})`] : [];
  return [...oneWay, ...facets.filter((facet) => capabilities[facet]), ...inRooms];
}
