/** A hook that keeps score: somebody who says `ann++` gives ann a point, which outlives the program in a store that lasts. */
import { type ChatEvent, Hook, type HookContext, Host } from 'tieline';
import { MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';

class KarmaHook extends Hook {
  #context: HookContext | undefined;

  protected override start(context: HookContext): void {
    this.#context = context;
  }

  override async onReceive(event: ChatEvent): Promise<void> {
    if (event.type !== 'message' || event.self) return;
    const [, name] = /^(\w+)\+\+$/.exec(String(event.text)) ?? [];
    const points = this.#context?.table('points');
    if (name === undefined || points === undefined) return;
    const score = Number((await points.get(name)) ?? 0) + 1;
    await points.set(name, score);
    await event.channel.send(`${name} has ${score === 1 ? 'a point' : `${score} points`}`);
  }
}

const network = new MemoryNetwork('town');
await using host = new Host();
host.addPlug(new MemoryPlug('town', { network }));
host.addHook(new KarmaHook('karma'));
await host.open();

const done = Promise.withResolvers<void>();
host.events.subscribe(() => network.texts('square').length === 4 && done.resolve());
for (const text of ['ann++', 'ann++']) network.say('square', 'bob', text);
await done.promise;
for (const { user, content } of network.messages('square')) console.log(`<${user.nick}> ${content.text}`);
