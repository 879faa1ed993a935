import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Hook } from '../../src/index.ts';
import { root } from '../package-entries.ts';
import { folderLead } from './folder-lead.ts';

const stages = {
  beforeReceive: 'changes or drops events',
  onReceive: 'watches events',
  routes: 'carries events on',
  beforeSend: 'changes or drops what is sent',
} as const;

/** README's table of hooks: a row for each folder, with the classes it exports and where they step in. */
export async function hookTable(): Promise<string> {
  const rows: string[] = [];
  for (const entry of globSync('hooks/*/index.ts', { cwd: root }).sort()) {
    const folder = dirname(entry);
    const exported: Record<string, unknown> = await import(join(root, entry));
    const classes = Object.entries(exported).filter(([, made]) => isHookClass(made)) as [string, typeof Hook][];
    for (const [name, made] of classes) {
      const does = Object.entries(stages).filter(([stage]) => stage in made.prototype);
      const cells = [
        `[${basename(folder)}](${folder})`,
        `\`${name}\``,
        folderLead(folder),
        does.map(([, what]) => what).join(', '),
      ];
      rows.push(`| ${cells.join(' | ')} |`);
    }
  }
  return `| folder | hook | what it is for | what it does |\n|---|---|---|---|\n${rows.join('\n')}`;
}

function isHookClass(made: unknown): boolean {
  return typeof made === 'function' && made.prototype instanceof Hook;
}
