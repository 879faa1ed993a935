import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../package-entries.ts';
import { contentPage } from './content-page.ts';
import { errorsPage } from './errors-page.ts';
import { hookTable } from './hook-table.ts';
import { plugTable } from './plug-table.ts';

/** A file of documentation that is made, wholly or in part, from the sources. */
export interface GeneratedDoc {
  /** From the root of the repository. */
  readonly path: string;
  /** What it should hold. */
  readonly content: string;
  /** Whether that is what it holds. */
  readonly current: boolean;
}

/** Every generated document, as the sources would have it. */
export async function generatedDocs(): Promise<GeneratedDoc[]> {
  const readme = read('README.md');
  const tables = fill(fill(readme, 'plugs', await plugTable()), 'hooks', await hookTable());
  return [doc('README.md', tables), doc('docs/content.md', await contentPage()), doc('docs/errors.md', errorsPage())];
}

function doc(path: string, content: string): GeneratedDoc {
  return { path, content, current: read(path) === content };
}

function read(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

/** Puts a table between `<!-- plugs -->` and `<!-- /plugs -->`. */
function fill(text: string, name: string, table: string): string {
  const [before, rest] = text.split(`<!-- ${name} -->`);
  const after = rest?.split(`<!-- /${name} -->`)[1];
  if (after === undefined) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} --> for the table`);
  return `${before}<!-- ${name} -->\n${table}\n<!-- /${name} -->${after}`;
}
