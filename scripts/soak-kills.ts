/** The first half of `npm run soak`: `test/system/durable/kill.test.ts`, again and again, each time with another seed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { SeededRandom } from '../src/testing/index.ts';
import { root } from './package-entries.ts';

/** A round is long enough for the database to grow, and short enough for its failure to be looked into. */
const KILLS = 50;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } } });
const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const random = new SeededRandom(first);
const endsAt = Date.now() + Number(values.minutes) * 60_000;
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const args = [vitest, 'run', '--project', 'source', 'test/system/durable/kill.test.ts'];

let kills = 0;
let failed = 0;
for (let seed = first; Date.now() < endsAt; seed = random.below(2 ** 31)) {
  process.stdout.write(`killing a bridge ${KILLS} times, seed ${seed}\n`);
  const env = { ...process.env, TIELINE_KILLS: `${KILLS}`, TIELINE_SEED: `${seed}` };
  const [code] = await once(spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' }), 'exit');
  kills += KILLS;
  if (code !== 0) failed += 1;
}
process.stdout.write(`${kills} kills, ${failed} of ${kills / KILLS} rounds failed\n`);
if (failed > 0) process.exitCode = 1;
