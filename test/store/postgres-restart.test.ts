import { afterAll, beforeAll, expect, it } from 'vitest';
import { channelRef, systemClock, type Write } from '../../src/index.ts';
import { Committer } from '../../src/store/committer.ts';
import { postgresStore } from '../../stores/postgres/index.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { describeWith } from '../servers/require.ts';

let postgres: PostgresServer;
const channel = channelRef('net', '#room');

function putRow(id: number): Write {
  const row = { id, key: `k${id}`, channel, state: 'pending', action: { id }, options: {}, attempts: 0 } as const;
  return { op: 'row', row: { ...row, at: id, changedAt: id, refs: [] } };
}

describeWith('postgres', 'a committer over a postgresStore', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.server.stop());

  it('writes everything once, in order, though the server is restarted under load', { timeout: 60_000 }, async () => {
    const store = postgresStore(postgres.url, { schema: 'restart' });
    await store.open();
    const health: (string | undefined)[] = [];
    const committer = new Committer(store, {
      clock: { ...systemClock, after: (ms, callback) => systemClock.after(ms / 10, callback) },
      health: (error) => health.push(error?.message),
    });
    let next = 1;
    let safe = 0;
    const writeUntil = async (enough: () => boolean): Promise<void> => {
      while (!enough()) {
        const id = next++;
        // A sent row counts: were a batch written twice, the totals would tell.
        const batch = committer.add([putRow(id), { op: 'row-change', id, change: { state: 'sent' } }]);
        batch.whenDone((error) => {
          expect(error).toBeUndefined();
          expect(id).toBe(safe + 1);
          safe = id;
        });
        if (id % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    for (let round = 0; round < 4; round += 1) {
      const before = safe;
      await writeUntil(() => safe > before + 200);
      let back = false;
      const restarted = (async () => {
        if (round % 2 === 0) await postgres.server.kill();
        else await postgres.server.stop();
        await postgres.server.start();
        back = true;
      })();
      // Writes come all the while, but no more than fit into memory.
      await writeUntil(() => back || next > safe + 5000);
      await restarted;
      await committer.drain();
      expect(safe).toBe(next - 1);
    }
    expect(health.filter((message) => message === undefined).length).toBeGreaterThanOrEqual(4);
    expect(health.find((message) => message !== undefined)).toContain('postgres: 127.0.0.1:');
    await store.close();

    const summary = await store.open();
    expect(summary.totals.sent).toBe(safe);
    expect(summary.counts.sent).toBe(safe);
    expect(summary.lastSequence).toBe(safe);
    await store.close();
  });
});
