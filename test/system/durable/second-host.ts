/** Opens a host on a database, and says what came of it. Argument: the path of the database. */
import { Host, silentLogger } from '../../../src/index.ts';
import { sqliteStore } from '../../../stores/sqlite/index.ts';

const host = new Host({ store: sqliteStore(process.argv[2] ?? ''), logger: silentLogger });
try {
  await host.open();
  await host.close();
  process.stdout.write('open');
} catch (error) {
  process.stdout.write(String(error));
}
