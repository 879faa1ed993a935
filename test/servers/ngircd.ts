import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './port.ts';
import { ServerProcess } from './process.ts';
import { programPath } from './programs.ts';

/** What a test may ask of its ngIRCd. */
export interface NgircdOptions {
  /** The server password every client must give. */
  readonly password?: string;
  /** The longest nick; ngIRCd's own default is 9. */
  readonly nickLength?: number;
}

/** A running ngIRCd: plain RFC 2812, without message tags or echoes, flood penalty off. An operator `admin`, password `admin`. */
export async function startNgircd(options: NgircdOptions = {}): Promise<ServerProcess> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'tieline-ngircd-'));
  const file = join(folder, 'ngircd.conf');
  writeFileSync(file, configuration(port, options));
  const server = new ServerProcess({
    program: programPath('ngircd') ?? 'ngircd',
    args: ['-n', '-f', file],
    port,
    folder,
  });
  await server.start();
  return server;
}

function configuration(port: number, options: NgircdOptions): string {
  // As root it gives up its rights to the user of ServerUID, who must exist: root itself needs nothing but loopback.
  const user = process.getuid?.() === 0 ? ['ServerUID = 65534', 'ServerGID = 65534'] : [];
  return [
    '[Global]',
    'Name = ngircd.test',
    'Info = tieline test server',
    'Listen = 127.0.0.1',
    `Ports = ${port}`,
    'MotdPhrase = "test"',
    ...(options.password === undefined ? [] : [`Password = ${options.password}`]),
    ...user,
    '[Limits]',
    'MaxConnections = 0',
    'MaxConnectionsIP = 0',
    'MaxJoins = 0',
    `MaxNickLength = ${options.nickLength ?? 30}`,
    'MaxPenaltyTime = 0',
    'PingTimeout = 120',
    'PongTimeout = 20',
    '[Options]',
    'DNS = no',
    'Ident = no',
    'PAM = no',
    '[Operator]',
    'Name = admin',
    'Password = admin',
    '',
  ].join('\n');
}
