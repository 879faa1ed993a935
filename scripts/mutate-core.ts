/**
 * Reverts the lines that bear the core's promises, one at a time, in a copy of the working tree, and writes into
 * test/testing/README.md which tests notice. `npm run mutate` tries all, `npm run mutate -- fence outbox` those whose names
 * begin with one of the words; with `--untried` only those that nobody has tried, or that nobody noticed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type CoreMutation, coreMutations } from '../test/testing/mutations/index.ts';
import { coreRows, isUntried, replaceCoreTable } from '../test/testing/mutations/table.ts';
import { root } from './package-entries.ts';

/** The tests that are about the same thing, by the first word of a mutation's name. They are asked first. */
const near: Readonly<Record<string, readonly string[]>> = {
  lock: ['order-out', 'put-faults', 'outage', 'outbox', 'content/replies'],
  fence: ['receipt-before-echo', 'split', 'echo-elsewhere', 'loops'],
  'hand-out': ['order-in', 'hook-faults', 'catch-up', 'rest'],
  turns: ['stranger'],
  ledger: ['split', 'echo-elsewhere', 'outbox-uncertain', 'put-faults', 'recovery', 'closing'],
  loops: ['loops', 'content/threads', 'content/reactions'],
  links: ['loops', 'links', 'recovery', 'content/edits', 'outbox-changes', 'edits-over-death', 'left-over'],
  journal: ['recovery', 'catch-up', 'order-over-death', 'store-faults', 'closing'],
  outbox: ['outbox', 'recovery', 'backlog', 'split', 'put-faults', 'store-faults', 'closing', 'edits-over-death'],
  store: ['store-faults'],
  drain: ['close', 'run', 'rest'],
  bounded: ['bounded', 'rest'],
  outage: ['outage', 'hook-faults'],
};
/** A simulation is asked only where the quick ones have noticed nothing. */
const FAR = [['test/order', 'test/host', 'test/store/committer.test.ts'], ['test/testing/simulation.test.ts']];
const LIMIT_MS = 300_000;
const SHOWN = 3;

const untried = process.argv.includes('--untried');
const words = process.argv.slice(2).filter((word) => word !== '--untried');
const readme = join(root, 'test/testing/README.md');
const known = coreRows(readFileSync(readme, 'utf8'));
const wanted = coreMutations.filter(
  ({ name }) =>
    (words.length === 0 || words.some((word) => name.startsWith(word))) && (!untried || isUntried(known.get(name))),
);
const copy = mkdtempSync(join(tmpdir(), 'tieline-mutants-'));
try {
  copyTree();

  const broken = await failing(FAR.slice(0, 1));
  if (broken.length > 0) throw new Error(`these fail without any mutation: ${broken.join(', ')}`);
  for (const mutation of wanted) await attempt(mutation);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function copyTree(): void {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of list.split('\n').filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

async function attempt({ name, file, line, becomes }: CoreMutation): Promise<void> {
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  if (original.split(line).length !== 2) throw new Error(`${name}: the line is not in ${file} exactly once`);
  writeFileSync(
    path,
    original.replace(line, () => becomes),
  );
  const tests = near[name.split(':', 1)[0] ?? '']?.map((one) => `test/host/${one}`) ?? [];
  const failed = await failing([['test/order', 'test/store/committer.test.ts', ...tests], ...FAR]);
  writeFileSync(path, original);
  process.stdout.write(`${name}\n  ${failed.length === 0 ? 'NOBODY NOTICES' : failed.join('\n  ')}\n`);
  if (failed.length === 0) process.exitCode = 1;
  writeFileSync(readme, replaceCoreTable(readFileSync(readme, 'utf8'), new Map([[name, failed]])));
}

/** The first tests that fail, of the first suite that has any. */
async function failing(list: readonly (readonly string[])[]): Promise<string[]> {
  for (const suite of list) {
    const report = join(copy, 'mutant.json');
    rmSync(report, { force: true });
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const quick = ['--project', 'source', '--no-isolate', '--bail', String(SHOWN)];
    const args = [vitest, 'run', ...suite, ...quick, '--reporter', 'json', '--outputFile', report];
    if (!(await ends(args)) || !existsSync(report)) return ['the tests do not come to an end'];
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      readonly testResults: readonly SuiteResult[];
    };
    const names = testResults.flatMap(({ assertionResults, status, name }) => {
      const bad = assertionResults.filter((one) => one.status === 'failed').map(({ fullName }) => fullName);
      return bad.length === 0 && status === 'failed' ? [`${name.slice(copy.length + 1)} as a whole`] : bad;
    });
    // The seed is another one each time.
    if (names.length > 0) return names.slice(0, SHOWN).map((title) => title.replace(/ \(from \d+\)$/, ''));
  }
  return [];
}

/** Runs Node until it ends; false where it does not: a message that goes round and round, or an event that never comes. */
async function ends(args: readonly string[]): Promise<boolean> {
  const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=1500' };
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: 'ignore', detached: true });
  const exited = once(child, 'exit').then(() => true);
  const inTime = await Promise.race([exited, delay(LIMIT_MS, false, { ref: false })]);
  // Its workers are of its group.
  if (!inTime && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  return inTime;
}

interface SuiteResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}
