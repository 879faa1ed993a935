import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../package-entries.ts';

/** The first sentence below the title of a folder's README: what the thing is for. */
export function folderLead(folder: string): string {
  const text = readFileSync(join(root, folder, 'README.md'), 'utf8');
  const paragraph = text.replace(/^# .*\n+/, '').split(/\n\s*\n/)[0] ?? '';
  const [sentence] = /^.*?\.(?=\s|$)/s.exec(paragraph) ?? [];
  if (sentence === undefined) throw new Error(`${folder}/README.md has no sentence below its title`);
  return sentence.replaceAll('\n', ' ');
}
