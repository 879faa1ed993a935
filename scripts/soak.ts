/**
 * Breaks bridges for as long as asked, and ends with exit code 1 where a promise was not kept:
 * `npm run soak -- --minutes 5 [--seed 7] [--only irc|kills]`. The minutes are divided between two of them:
 *
 * - `kills`: a bridge over networks of five kinds is killed with SIGKILL at random moments, while five people write, edit,
 *   delete and react; then all that they wrote is looked for.
 * - `irc`: a bridge between two real IRC servers, whose cables are cut, whose process is killed and whose servers restart.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const soaks = ['kills', 'irc'] as const;
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
});
const chosen = soaks.filter((name) => values.only === undefined || values.only === name);
if (chosen.length === 0) throw new Error(`--only ${values.only}: expected ${soaks.join(' or ')}`);
const minutes = String(Number(values.minutes) / chosen.length);
for (const name of chosen) {
  const seed = values.seed === undefined ? [] : ['--seed', values.seed];
  const program = join(import.meta.dirname, `soak-${name}.ts`);
  const child = spawn(process.execPath, [program, '--minutes', minutes, ...seed], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exitCode = 1;
}
