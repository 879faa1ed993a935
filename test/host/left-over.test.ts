import { afterEach, describe, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { memoryStore, PlugError, type Store } from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const ann = { id: 'ann', nick: 'ann' };
const able = { edit: true, delete: true, impersonate: true } as const;
const short = { ...able, text: { maxLength: 10, unit: 'utf16', marks: [] } } as const;

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

interface Bridge {
  readonly scripted: ScriptedHost;
  readonly from: ScriptedPlug;
  readonly to: ScriptedPlug;
  tell(type: 'message' | 'edit', text: string): Promise<void>;
  /** The network that is written to tells that a message of ours is gone. */
  gone(id: string): Promise<void>;
}

/** A room of two networks, one of which takes short messages only. */
async function bridge(store: Store): Promise<Bridge> {
  const scripted = new ScriptedHost({ store });
  const from = scripted.plug('from', { capabilities: able });
  const to = scripted.plug('to', { capabilities: short });
  const [channel, room] = [from.channel('room'), to.channel('room')];
  scripted.host.addHook(new SyncHook('bridge', { channels: { room: [channel, room] } }));
  open = scripted;
  await scripted.open();
  return {
    scripted,
    from,
    to,
    tell: async (type, text) => {
      void from.emit({ type, channel, id: '1', text, user: ann });
      await scripted.clock.settle();
    },
    gone: async (id) => {
      void to.emit({ type: 'delete', channel: room, id, ...(to.self && { user: to.self }) });
      await scripted.clock.settle();
    },
  };
}

/** A message of two parts is on its way to being one of the first alone; gives the id of the second. */
async function shortened({ scripted, to, tell }: Bridge): Promise<string> {
  to.onCall = (call) => {
    if (call.method === 'put') call.succeed();
  };
  await tell('message', 'part one\npart two');
  await scripted.clock.settle();
  await tell('edit', 'part one');
  const { method, refs = [] } = to.last;
  expect([method, refs.length]).toEqual(['putDelete', 1]);
  return refs[0]?.id as string;
}

describe('a part that an edit has left over', () => {
  it('is not the message: where only the answer was lost, it is still there', async () => {
    const world = await bridge(memoryStore({ lasting: true }));
    const id = await shortened(world);
    world.to.last.fail(new PlugError('no answer', { certain: false }));
    await world.gone(id);
    expect(world.from.calls).toEqual([]);
    world.to.onCall = (call) => call.succeed();
    await world.scripted.clock.advance(60_000);
    await world.tell('edit', 'part 1');
    expect(world.to.last).toMatchObject({ method: 'putEdit', text: 'part 1' });
  });
});

describe('a message of several parts', () => {
  it('is gone with all of them, in whatever order they go', async () => {
    for (const order of [(ids: string[]) => ids, (ids: string[]) => ids.toReversed()]) {
      const world = await bridge(memoryStore({ lasting: true }));
      for (const plug of [world.to, world.from]) plug.onCall = (call) => call.succeed();
      await world.tell('message', 'part one\npart two');
      await world.scripted.clock.settle();
      for (const id of order(world.to.calls.map((call) => call.id))) await world.gone(id);
      expect(world.from.calls.map(({ method }) => method)).toEqual(['putDelete']);
      await world.scripted.close();
    }
  });
});
