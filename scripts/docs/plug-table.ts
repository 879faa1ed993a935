import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Capabilities, Plug } from '../../src/index.ts';
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
  return `| plug | what it is | text | shows | besides messages | knows a message is sent by |\n|---|---|---|---|---|---|\n${rows.join('\n')}`;
}

function describe(capabilities: Capabilities): string[] {
  const { text, echo, idempotency } = capabilities;
  const limit = text.maxLength === undefined ? 'any length' : `${text.maxLength} ${unitNames[text.unit]}`;
  const lines = text.maxLines === undefined ? '' : text.maxLines === 1 ? ', a line each' : `, ${text.maxLines} lines`;
  const sent =
    echo === 'none' ? 'its answer' : idempotency === 'none' ? 'its echo, by content' : `its echo, by ${idempotency}`;
  return [`${limit}${lines}`, text.marks.join(', ') || 'plain text', extras(capabilities).join(', '), sent];
}

const unitNames = { byte: 'bytes', utf16: 'UTF-16 units', codepoint: 'characters' } as const;

const facets = [
  ...(['reply', 'thread', 'card', 'impersonate', 'attachments'] as const),
  ...(['edit', 'delete', 'reaction', 'typing', 'title', 'topic', 'presence', 'members', 'history'] as const),
];

function extras({ rooms, ...capabilities }: Capabilities): string[] {
  const oneWay = capabilities.receive === false ? ['sends only'] : capabilities.send === false ? ['receives only'] : [];
  const done = Object.entries(rooms ?? {}).filter(([, can]) => can);
  return [...oneWay, ...facets.filter((facet) => capabilities[facet]), ...done.map(([name]) => `rooms: ${name}`)];
}
