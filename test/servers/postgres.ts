import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './port.ts';
import { ServerProcess } from './process.ts';
import { programPath } from './programs.ts';

/** A running PostgreSQL with an empty database. */
export interface PostgresServer {
  readonly server: ServerProcess;
  /** Where to connect, as a superuser without a password. */
  readonly url: string;
}

/** The user that Debian's package makes; PostgreSQL refuses to run as root. */
const user = 'postgres';

/** A PostgreSQL of the test's own, on loopback, with its data in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const program = programPath('postgres') ?? 'postgres';
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'tieline-postgres-'));
  const drop = process.getuid?.() === 0 ? asUser(folder) : [];
  const settings = ['--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C', `--username=${user}`];
  const initdb = [...drop, join(dirname(program), 'initdb'), ...settings, '-D', folder];
  execFileSync(initdb[0]!, initdb.slice(1), { stdio: 'pipe', cwd: folder });
  const command = [...drop, program, '-D', folder, '-h', '127.0.0.1', '-p', `${port}`, '-k', '', '-F'];
  // SIGINT cuts off whoever is connected; SIGQUIT is the crash that takes the server's children along.
  const signals = { stopSignal: 'SIGINT', killSignal: 'SIGQUIT' } as const;
  const server = new ServerProcess({ program: command[0]!, args: command.slice(1), port, folder, ...signals });
  await server.start();
  const url = `postgres://${user}@127.0.0.1:${port}/postgres`;
  await untilReady(url);
  return { server, url };
}

/** It accepts connections a moment before it can answer them. */
async function untilReady(url: string): Promise<void> {
  for (;;) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if ((error as { code?: string }).code !== STARTING_UP) throw error;
      await delay(20);
    }
  }
}

const STARTING_UP = '57P03';

/** The words before a command that run it as {@link user}, who gets the folder. */
function asUser(folder: string): string[] {
  const id = (kind: string): number => Number(execFileSync('id', [kind, user], { encoding: 'utf8' }));
  chownSync(folder, id('-u'), id('-g'));
  return ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
}
