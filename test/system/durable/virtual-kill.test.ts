import { describe, expect, it } from 'vitest';
import { killed } from './virtual-kill.ts';

const RUNS = Number(process.env['TIELINE_RUNS'] ?? 25);
/** Another one each time; a failure tells its seed. */
const first = Number(process.env['TIELINE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const timeout = 60_000 + RUNS * 20_000;

describe('a bridge that is killed in virtual time', () => {
  it(`loses, doubles and miscounts nothing, ${RUNS} times [seeds from ${first}]`, { timeout }, async () => {
    for (let seed = first; seed < first + RUNS; seed += 1) expect(await killed(seed), `seed ${seed}`).toEqual([]);
  });
});
