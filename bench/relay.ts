/** (b) How many messages a second go from A to B, echo matching included, against a bare chain of awaits. */

import { SyncHook } from '../hooks/sync/index.ts';
import {
  type Channel,
  type ChatEvent,
  defineHook,
  Host,
  type Message,
  type MessageEvent,
  messageRef,
  type Plug,
  type Receipt,
  RichText,
} from '../src/index.ts';
import { FeedPlug } from './feed.ts';
import { against, compare, report } from './measure.ts';

const COUNT = 100_000;
const ROUNDS = 5;
/** Fed at a time, so that the queues neither run dry nor grow without bound. */
const WINDOW = 2000;

interface Relay {
  readonly host: Host;
  readonly run: () => Promise<void>;
  readonly unmatched: () => number;
}

/** Feeds messages on A round robin, and waits until the last echo on B has reached the hooks. */
async function relay(channels: number, extraPlugs: number, extraHooks: number, sync: boolean): Promise<Relay> {
  const host = new Host();
  const a = host.addPlug(new FeedPlug('a'));
  const b = host.addPlug(new FeedPlug('b'));
  for (let index = 0; index < extraPlugs; index += 1) host.addPlug(new FeedPlug(`idle${index}`));
  const from = Array.from({ length: channels }, (_, index) => a.channel(`c${index}`));
  const to = new Map<Channel, Channel>(from.map((channel) => [channel, b.channel(channel.source)]));
  let echoes = 0;
  let unmatched = 0;
  let step = (): void => undefined;
  if (sync) {
    const rooms = Object.fromEntries(from.map((channel) => [channel.source, [channel, b.channel(channel.source)]]));
    host.addHook(new SyncHook('sync', { channels: rooms }));
  } else {
    host.addHook(
      defineHook('forward', {
        onReceive: async (event) => {
          const target = to.get(event.channel);
          if (target !== undefined) await target.send({ text: (event as MessageEvent).text ?? '' });
        },
      }),
    );
  }
  for (let index = 1; index < extraHooks; index += 1)
    host.addHook(defineHook(`noop${index}`, { onReceive: async () => undefined }));
  host.addHook(
    defineHook('count', {
      onReceive: (event) => {
        if (event.plug !== (b as Plug)) return;
        if (!event.self || (event as MessageEvent).source === undefined) unmatched += 1;
        echoes += 1;
        step();
      },
    }),
  );
  await host.open();
  const run = (): Promise<void> =>
    new Promise((resolve) => {
      echoes = 0;
      let fed = 0;
      const feed = (): void => {
        while (fed < COUNT && fed - echoes < WINDOW) {
          a.feed(from[fed % channels] as Channel, 'hello there');
          fed += 1;
        }
      };
      step = () => {
        if (echoes === COUNT) resolve();
        else if (fed - echoes < WINDOW / 2) feed();
      };
      feed();
    });
  return { host, run, unmatched: () => unmatched };
}

/**
 * The same events and the same calls without a library: the hooks, a put, the echo looked up, the hooks again. What
 * counts is no async function, and is not awaited here either.
 */
function bare(rooms: number, hooks: number): () => Promise<void> {
  const plug = new FeedPlug('bare');
  const from = Array.from({ length: rooms }, (_, index) => plug.channel(`from ${index}`));
  const to = new Map<Channel, Channel>(from.map((channel, index) => [channel, plug.channel(`to ${index}`)]));
  const makeEvent = (channel: Channel, id: string, source: Message, self: boolean): ChatEvent => {
    const base = { type: 'message', plug, channel, at: new Date(), self, history: false, redelivered: false } as const;
    return { ...base, ref: messageRef(channel.ref, id), revision: id, source, primary: true, ...source };
  };
  const sent = new Map<string, Message>();
  let puts = 0;
  let echoes = 0;
  const put = async (_channel: Channel, _message: Message): Promise<string> => {
    puts += 1;
    return `p${puts}`;
  };
  const send = async (channel: Channel, message: Message): Promise<Receipt> => {
    const id = await put(channel, message);
    sent.set(id, message);
    return { refs: [messageRef(channel.ref, id)], at: new Date(), degraded: [] };
  };
  const forward = async (event: ChatEvent): Promise<void> => {
    const target = to.get(event.channel);
    if (target !== undefined) await send(target, { text: (event as MessageEvent).text ?? RichText.empty });
  };
  const calls = [
    forward,
    ...Array.from(
      { length: hooks - 1 },
      () =>
        async (_event: ChatEvent): Promise<void> =>
          undefined,
    ),
  ];
  const handle = async (event: ChatEvent): Promise<void> => {
    for (const call of calls) await call(event);
    if (event.self) echoes += 1;
  };
  return async () => {
    const goal = echoes + COUNT;
    for (let count = 0; count < COUNT; count += 1) {
      if (count % 10_000 === 0) sent.clear();
      const user = { kind: 'user', network: 'bare', id: 'ann', nick: 'ann' } as const;
      const room = from[count % rooms] as Channel;
      await handle(makeEvent(room, `f${count}`, { text: new RichText('hello there'), user }, false));
      const id = `p${puts}`;
      await handle(makeEvent(to.get(room) as Channel, id, sent.get(id) ?? {}, true));
    }
    if (echoes !== goal) throw new Error(`${goal - echoes} echoes are missing`);
  };
}

const cases = [
  { name: '1 channel, 1 hook', channels: 1, plugs: 0, hooks: 1, sync: false },
  { name: '10 channels, 1 hook', channels: 10, plugs: 0, hooks: 1, sync: false },
  { name: '10 channels, 8 hooks', channels: 10, plugs: 0, hooks: 8, sync: false },
  { name: '1000 channels, 1 hook', channels: 1000, plugs: 0, hooks: 1, sync: false },
  { name: '1000 channels, 8 hooks', channels: 1000, plugs: 0, hooks: 8, sync: false },
  { name: '200 plugs of which 2 are busy', channels: 10, plugs: 198, hooks: 1, sync: false },
  { name: 'SyncHook, 1 room', channels: 1, plugs: 0, hooks: 1, sync: true },
  { name: 'SyncHook, 500 rooms', channels: 500, plugs: 0, hooks: 1, sync: true },
];

for (const { name, channels, plugs, hooks, sync } of cases) {
  const { host, run, unmatched } = await relay(channels, plugs, hooks, sync);
  const speeds = await compare(COUNT, ROUNDS, { relay: run, bare: bare(channels, hooks) });
  await host.close();
  report('relay', { case: name, ...against(speeds.relay, speeds.bare), unmatched: unmatched() });
}
