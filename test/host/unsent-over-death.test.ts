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

/** A bridge with all of these in its outbox, of which the third was deleted: it is not written down yet that it is not to leave. */
async function deleting(): Promise<Bridge & { readonly memory: MemoryStore; write(): Promise<void> }> {
  const memory = memoryStore({ lasting: true });
  const { store, waiting } = gated(memory);
  const world = await bridge(store);
  const write = async (): Promise<void> => {
    waiting.shift()?.();
    await world.scripted.clock.settle();
  };
  for (const [index, text] of said.entries()) world.say(`${index}`, text);
  await world.scripted.clock.settle();
  while (waiting.length > 0) await write();
  world.remove('2');
  await world.scripted.clock.settle();
  // It is handed out when it is safe.
  await write();
  for (const text of said.slice(0, 2)) {
    expect(world.to.last.text).toBe(text);
    world.to.last.succeed();
    await world.scripted.clock.settle();
  }
  return { ...world, memory, write };
}

describe('a message that was deleted before it left', () => {
  it('does not come behind what was said after it, where its process dies before that is written down', async () => {
    const first = await deleting();
    const second = await bridge(first.memory.crash());
    second.to.onCall = (call) => call.succeed();
    for (const call of second.to.calls) call.succeed();
    await second.scripted.clock.settle();
    expect([...new Set([...first.to.texts, ...second.to.texts])]).toEqual(said);
    expect(second.to.calls.map(({ method }) => method)).toContain('putDelete');
  });

  it('holds up what was said after it no longer than that', async () => {
    const { to, write } = await deleting();
    await write();
    expect(to.texts).toEqual(['on its way', 'ready', 'fine']);
  });
});
