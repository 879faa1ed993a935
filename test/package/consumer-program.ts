// What a user would write first: two networks bridged, and a hook that listens. Runs in an empty project.
import { defineHook, Host, Plug } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';

const [east, west] = [new MemoryNetwork('east'), new MemoryNetwork('west')];
const host = new Host();
const left = host.addPlug(new MemoryPlug('left', { network: east }));
const right = host.addPlug(new MemoryPlug('right', { network: west }));
if (!(left instanceof Plug)) throw new Error('entries do not share their classes');
host.addHook(new SyncHook('bridge', { channels: { lobby: [left.channel('lobby'), right.channel('hall')] } }));

const heard = Promise.withResolvers<string>();
host.addHook(
  defineHook('listener', {
    onReceive(event) {
      if (event.type === 'message' && event.plug === right) heard.resolve(String(event.text));
    },
  }),
);

await host.open();
east.say('lobby', 'ann', 'hello');
console.log(`west heard ${await heard.promise}`);
await host.close();
