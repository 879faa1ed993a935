// A bridge between a real ngIRCd and a real InspIRCd for as long as wanted, with cables cut and servers frozen at random:
// `npm run soak -- --minutes 10 [--seed 1]`. Everything that the bridge heard has to arrive on the other side, in order, and
// twice only where the outbox was uncertain.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SyncHook } from '../hooks/sync/index.ts';
import { IrcPlug } from '../plugs/irc/index.ts';
import { Host, silentLogger } from '../src/index.ts';
import { startInspircd } from '../test/servers/inspircd.ts';
import { IrcPeer } from '../test/servers/irc-peer.ts';
import { startNgircd } from '../test/servers/ngircd.ts';
import { CableProxy } from '../test/servers/proxy.ts';

const options = {
  minutes: { type: 'string', default: '1' },
  seed: { type: 'string', default: String(Date.now()) },
} as const;
const { values } = parseArgs({ options });
let state = Number(values.seed) >>> 0;
/** A number below 1: a linear congruential generator, so that a seed repeats the run's decisions. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

console.log(`soak: ${values.minutes} minutes, seed ${values.seed}`);
const [ngircd, { server: inspircd, port }] = [await startNgircd(), await startInspircd()];
const sides = await Promise.all(
  [ngircd.port, port].map(async (serverPort, index) => {
    const nick = `writer${index}`;
    const peer = await IrcPeer.connect({ port: serverPort, nick });
    await peer.join('#soak');
    return { peer, nick, proxy: await CableProxy.to(serverPort), heard: [] as string[] };
  }),
);
const host = new Host({ logger: silentLogger });
const plugs = sides.map(({ proxy }, index) => {
  const config = {
    host: '127.0.0.1',
    port: proxy.port,
    nick: `tie${index}`,
    channels: ['#soak'],
    flood: false,
  } as const;
  return host.addPlug(new IrcPlug(`irc${index}`, config));
});
host.addHook(new SyncHook('bridge', { channels: { soak: plugs.map((plug) => plug.channel('#soak')) } }));
host.events.subscribe((event) => {
  const side = sides[plugs.indexOf(event.plug as IrcPlug)];
  if (event.type === 'message' && !event.self) side?.heard.push(String(event.text));
});
await host.open();

const until = Date.now() + Number(values.minutes) * 60_000;
let count = 0;
let cuts = 0;
while (Date.now() < until) {
  for (const { peer } of sides) {
    count += 1;
    peer.say('#soak', `m${count}`);
  }
  if (random() < 0.005) {
    cuts += 1;
    const side = sides[random() < 0.5 ? 0 : 1];
    await side?.proxy.sever();
    await sleep(random() * 3000);
    await side?.proxy.heal();
  }
  if (random() < 0.002) {
    const server = random() < 0.5 ? ngircd : inspircd;
    server.freeze();
    await sleep(random() * 3000);
    server.thaw();
  }
  await sleep(20);
}
while (host.outbox.counts.pending + host.outbox.counts.sending > 0) await sleep(100);
for (const { peer } of sides) await peer.settle();

let faults = 0;
sides.forEach(({ heard, nick }, index) => {
  const arrived = (sides[1 - index]?.peer.messages('#soak') ?? []).flatMap(({ text }) =>
    text.startsWith(`<${nick}> `) ? [text.slice(nick.length + 3)] : [],
  );
  const first = [...new Set(arrived)];
  const lost = heard.filter((text) => !first.includes(text)).length;
  const disordered = first.filter(
    (text, at) => at > 0 && Number(text.slice(1)) < Number(first[at - 1]?.slice(1)),
  ).length;
  const twice = arrived.length - first.length;
  console.log({ from: plugs[index]?.name, heard: heard.length, arrived: first.length, lost, disordered, twice });
  if (lost > 0 || disordered > 0 || twice > host.outbox.totals.uncertain) faults += 1;
});
console.log({ cuts, totals: host.outbox.totals });
await host.close();
for (const { peer, proxy } of sides) {
  peer.close();
  await proxy.close();
}
await Promise.all([ngircd.stop(), inspircd.stop()]);
process.exitCode = faults === 0 ? 0 : 1;
