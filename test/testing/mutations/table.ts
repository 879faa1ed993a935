import { coreMutations } from './index.ts';

const HEAD = ['| a line that is there so that … | file | without it, these fail |', '|---|---|---|'];
const NOBODY = '**nobody notices**';
const UNTRIED = 'not tried';
const ENDLESS = 'the tests do not come to an end';

/** README.md with what was found out now, and what it knew of the other mutations. */
export function replaceCoreTable(readme: string, found: ReadonlyMap<string, readonly string[]>): string {
  const known = coreRows(readme);
  const rows = coreMutations.map(({ name, file }) => {
    const tests = found.get(name);
    const told = tests?.length === 0 ? NOBODY : tests?.map(plain).join('<br>');
    return `| ${name} | \`${file}\` | ${told ?? known.get(name) ?? UNTRIED} |`;
  });
  const table = [...HEAD, ...rows].join('\n');
  const [before = '', rest = ''] = readme.split(HEAD.join('\n'));
  return before + table + rest.replace(/^(\n\|[^\n]*)*/, '');
}

/** Whether a mutation is still to be tried, or tests are to be written for it. */
export function isUntried(told: string | undefined): boolean {
  return told === undefined || told === UNTRIED || told === NOBODY || told === ENDLESS;
}

/** What README.md says of each mutation. */
export function coreRows(readme: string): ReadonlyMap<string, string> {
  const [, table = ''] = readme.split(HEAD.join('\n'));
  const rows =
    table
      .trimStart()
      .split('\n\n', 1)[0]
      ?.split('\n')
      .filter((row) => row.startsWith('| ')) ?? [];
  return new Map(
    rows.map((row) => row.split(' | ')).map(([name = '', , told = '']) => [name.slice(2), told.slice(0, -2)]),
  );
}

function plain(title: string): string {
  return title.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
