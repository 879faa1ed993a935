import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, makeCertificate } from './certificate.ts';
import { freePort } from './port.ts';
import { ServerProcess } from './process.ts';
import { programPath } from './programs.ts';

/** A running InspIRCd with both its ports. */
export interface Inspircd {
  readonly server: ServerProcess;
  /** The port without TLS. */
  readonly port: number;
  readonly tlsPort: number;
  /** The server's own certificate; a client that gives it as `ca` trusts the server. */
  readonly certificate: Certificate;
}

const modules = [
  'cap',
  'ircv3',
  'ircv3_accounttag',
  'ircv3_batch',
  'ircv3_capnotify',
  'ircv3_chghost',
  'ircv3_ctctags',
  'ircv3_echomessage',
  'ircv3_invitenotify',
  'ircv3_labeledresponse',
  'ircv3_msgid',
  'ircv3_servertime',
  'namesx',
  'uhnames',
  'services_account',
  'sslinfo',
  'ssl_gnutls',
  'sakick',
  'sanick',
];

/** A running InspIRCd: IRCv3 with echoes, labels, tags and TLS; flood penalty off. An operator `admin`, password `admin`. */
export async function startInspircd(): Promise<Inspircd> {
  const [port, tlsPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'tieline-inspircd-'));
  for (const name of ['data', 'log', 'run']) mkdirSync(join(folder, name));
  const certificate = makeCertificate(folder, 'server');
  const file = join(folder, 'inspircd.conf');
  writeFileSync(file, configuration(folder, port, tlsPort, certificate));
  const root = process.getuid?.() === 0 ? ['--runasroot'] : [];
  const args = ['--nofork', '--nopid', '--nolog', ...root, `--config=${file}`];
  const server = new ServerProcess({ program: programPath('inspircd') ?? 'inspircd', args, port, folder });
  await server.start();
  return { server, port, tlsPort, certificate };
}

function configuration(folder: string, port: number, tlsPort: number, certificate: Certificate): string {
  const limits =
    'timeout="60" pingfreq="120" recvq="1M" softsendq="32M" hardsendq="64M" localmax="10000" globalmax="10000"';
  return `
<server name="inspircd.test" description="tieline test server" network="TestNet" id="001">
<admin name="test" nick="test" email="test@localhost">
<path datadir="${folder}/data" logdir="${folder}/log" runtimedir="${folder}/run">
<bind address="127.0.0.1" port="${port}" type="clients">
<bind address="127.0.0.1" port="${tlsPort}" type="clients" sslprofile="test">
<sslprofile name="test" provider="gnutls" certfile="${certificate.certFile}" keyfile="${certificate.keyFile}" requestclientcert="yes">
<connect name="everybody" allow="*" ${limits} fakelag="no" threshold="1000000" commandrate="1000000000" resolvehostnames="no" useident="no" maxchans="10000">
<class name="all" commands="*" privs="*" usermodes="*" chanmodes="*">
<type name="admin" classes="all" maxchans="10000">
<oper name="admin" password="admin" host="*@*" type="admin">
<options hidesplits="no" splitwhois="no" syntaxhints="no" defaultmodes="o">
<performance quietbursts="yes" clonesonconnect="no" somaxconn="512" softlimit="10000">
<limits maxnick="30" maxchan="64" maxmodes="20" maxident="10" maxhost="64" maxquit="255" maxtopic="307" maxkick="255" maxreal="128" maxaway="200">
<chanhistory prefixmsg="no">
${modules.map((name) => `<module name="${name}">`).join('\n')}
`;
}
