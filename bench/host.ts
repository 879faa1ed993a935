/** (a) How many events a second the host hands to hooks that do nothing, against a bare chain of awaits. */
import { type ChatEvent, defineHook, type Hook, Host, messageRef, RichText } from '../src/index.ts';
import { FeedPlug } from './feed.ts';
import { against, compare, report } from './measure.ts';

const COUNT = 200_000;
const ROUNDS = 7;

/** Hooks that do nothing but count; the last tells when all messages came. */
function makeHooks(count: number, async: boolean): { hooks: Hook[]; until: (finish: () => void) => void } {
  let seen = 0;
  let finish = (): void => undefined;
  const last = (): void => {
    seen += 1;
    if (seen === COUNT) finish();
  };
  const hooks = Array.from({ length: count }, (_, index) => {
    const work = index === count - 1 ? last : (): void => undefined;
    return defineHook(`hook${index}`, { onReceive: async ? async () => work() : () => work() });
  });
  return {
    hooks,
    until: (callback) => {
      seen = 0;
      finish = callback;
    },
  };
}

async function hostRun(count: number, async: boolean): Promise<{ run: () => Promise<void>; host: Host }> {
  const host = new Host();
  const plug = host.addPlug(new FeedPlug('feed'));
  const { hooks, until } = makeHooks(count, async);
  for (const hook of hooks) host.addHook(hook);
  await host.open();
  const channel = plug.channel('c');
  const run = (): Promise<void> =>
    new Promise((resolve) => {
      until(resolve);
      let fed = 0;
      const feed = (): void => {
        for (let index = 0; index < 1000 && fed < COUNT; index += 1, fed += 1) plug.feed(channel, 'hello');
        if (fed < COUNT) setImmediate(feed);
      };
      feed();
    });
  return { run, host };
}

/** What one would write without a library: the same event, the same hooks, one await after another. */
function bareRun(count: number, async: boolean): () => Promise<void> {
  const { hooks, until } = makeHooks(count, async);
  const plug = new FeedPlug('bare');
  const channel = plug.channel('c');
  const handle = async (event: ChatEvent): Promise<void> => {
    for (const hook of hooks) await hook.onReceive?.(event);
  };
  return async () => {
    const all = new Promise<void>((resolve) => until(resolve));
    for (let index = 0; index < COUNT; index += 1) {
      const text = new RichText('hello');
      const user = { kind: 'user', network: 'bare', id: 'ann', nick: 'ann' } as const;
      const id = `f${index}`;
      const ref = messageRef(channel.ref, id);
      const source = { text, user };
      const rest = {
        self: false,
        history: false,
        redelivered: false,
        ref,
        revision: id,
        source,
        primary: true,
        text,
        user,
      };
      await handle({ type: 'message', plug, channel, at: new Date(), ...rest });
    }
    await all;
  };
}

for (const [hooks, async] of [
  [1, true],
  [8, true],
  [8, false],
] as const) {
  const { run, host } = await hostRun(hooks, async);
  const speeds = await compare(COUNT, ROUNDS, { host: run, bare: bareRun(hooks, async) });
  await host.close();
  const kind = async ? 'async' : 'sync';
  report('host', { hooks, kind, ...against(speeds.host, speeds.bare) });
}
