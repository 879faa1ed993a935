import { afterEach, describe, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { type MemoryStore, memoryStore, type Store } from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { gated } from './gated-store.ts';
import { ScriptedHost } from './scripted-host.ts';

const ann = { id: 'ann', nick: 'ann' };
const able = { capabilities: { edit: true, delete: true, impersonate: true } } as const;

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

/** A room of two networks, one of which is told. */
interface Bridge {
  readonly scripted: ScriptedHost;
  readonly to: ScriptedPlug;
  say(id: string, text: string): void;
  remove(id: string): void;
}

async function bridge(store: Store): Promise<Bridge> {
  const scripted = new ScriptedHost({ store });
  const from = scripted.plug('from', able);
  const to = scripted.plug('to', able);
  const channel = from.channel('room');
  scripted.host.addHook(new SyncHook('bridge', { channels: { room: [channel, to.channel('room')] } }));
  open = scripted;
  await scripted.open();
  return {
    scripted,
    to,
    say: (id, text) => void from.emit({ type: 'message', channel, id, text, user: ann }),
    remove: (id) => void from.emit({ type: 'delete', channel, id, user: ann }),
  };
}

/** What is said, in order: the first is on its way, the second is ready, and nothing was done about the rest. */
const said = ['on its way', 'ready', 'oops', 'fine'];

interface Waiting extends Bridge {
  readonly memory: MemoryStore;
  /** Lets a commit through. */
  write(): Promise<void>;
  /** What leaves arrives, one after another, until nothing more leaves. */
  arrive(): Promise<void>;
}

/** A bridge with all of these in its outbox, in a store whose commits wait from now on. */
async function waiting(memory: MemoryStore, begin?: (world: Bridge) => void): Promise<Waiting> {
  const { store, waiting: commits } = gated(memory);
  const world = await bridge(store);
  begin?.(world);
  const write = async (): Promise<void> => {
    commits.shift()?.();
    await world.scripted.clock.settle();
  };
  const arrive = async (): Promise<void> => {
    while (world.to.pending.length > 0) {
      world.to.last.succeed();
      await world.scripted.clock.settle();
    }
  };
  for (const [index, text] of said.entries()) world.say(`${index}`, text);
  await world.scripted.clock.settle();
  while (commits.length > 0) await write();
  return { ...world, memory, write, arrive };
}

/** Its author deletes one of the messages; it is not written down yet that it is not to leave. */
async function remove(world: Waiting, text: string): Promise<void> {
  world.remove(`${said.indexOf(text)}`);
  await world.scripted.clock.settle();
  // It is handed out when it is safe.
  await world.write();
}

/** What comes to the network, each message where it comes first, over the death of a process. */
async function shown(first: Waiting): Promise<string[]> {
  const second = await bridge(first.memory.crash());
  second.to.onCall = (call) => call.succeed();
  for (const call of second.to.pending) call.succeed();
  await second.scripted.clock.settle();
  return [...new Set([...first.to.texts, ...second.to.texts])];
}

describe('a message that was deleted before it left', () => {
  it('does not come behind what was said after it, where its process dies before that is written down', async () => {
    const world = await waiting(memoryStore({ lasting: true }));
    await remove(world, 'oops');
    await world.arrive();
    expect(await shown(world)).toEqual(said);
  });

  it('holds up what was said after it no longer than that', async () => {
    const world = await waiting(memoryStore({ lasting: true }));
    await remove(world, 'oops');
    await world.arrive();
    await world.write();
    expect(world.to.texts).toEqual(['on its way', 'ready', 'fine']);
  });

  it('keeps its place also while it is looked up what was left for a new plug', async () => {
    const memory = memoryStore({ lasting: true });
    let go = (): void => undefined;
    const world = await waiting(memory, ({ scripted }) => {
      memory.busyChannels = () => new Promise((resolve) => (go = () => resolve([])));
      scripted.plug('new');
    });
    await remove(world, 'oops');
    go();
    await world.scripted.clock.settle();
    await world.arrive();
    expect(await shown(world)).toEqual(said);
  });
});

it('a message that was discarded by hand does not, either', async () => {
  const world = await waiting(memoryStore({ lasting: true }));
  const { outbox } = world.scripted.host;
  const row = (await outbox.list()).find(({ action }) => JSON.stringify(action).includes('oops'));
  void outbox.discard(row?.id as number);
  await world.scripted.clock.settle();
  await world.arrive();
  expect(await shown(world)).toEqual(said);
});
