import { afterEach, describe, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { defineHook, type MemoryStore, memoryStore, type Store } from '../../src/index.ts';
import type { ScriptedCall, ScriptedPlug } from '../../src/testing/index.ts';
import { gated } from './gated-store.ts';
import { ScriptedHost } from './scripted-host.ts';

const ann = { id: 'ann', nick: 'ann' };
const able = { capabilities: { edit: true, delete: true, impersonate: true } } as const;

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

/** A room that is bridged between three networks. */
interface Bridge {
  readonly scripted: ScriptedHost;
  readonly from: ScriptedPlug;
  readonly to: ScriptedPlug;
  readonly other: ScriptedPlug;
  say(id: string, text: string): Promise<void>;
  edit(id: string, text: string): Promise<void>;
}

/** With `two`, there is nobody else whose copy could tell. */
function bridge(store: Store, two = false): Bridge {
  const scripted = new ScriptedHost({ store });
  const [from, to, other] = ['from', 'to', 'other'].map((name) => scripted.plug(name, able)) as [
    ScriptedPlug,
    ScriptedPlug,
    ScriptedPlug,
  ];
  const room = (two ? [from, to] : [from, to, other]).map((plug) => plug.channel('room'));
  scripted.host.addHook(new SyncHook('bridge', { channels: { room } }));
  const tell = async (type: 'message' | 'edit', id: string, text: string): Promise<void> => {
    void from.emit({ type, channel: from.channel('room'), id, text, user: ann });
    await scripted.clock.settle();
  };
  open = scripted;
  return {
    scripted,
    from,
    to,
    other,
    say: (id, text) => tell('message', id, text),
    edit: (id, text) => tell('edit', id, text),
  };
}

function did({ calls }: ScriptedPlug): string[] {
  return calls.map(({ method, text }) => `${method} ${text}`);
}

const succeed = (call: ScriptedCall): void => call.succeed();

describe('an edit, over the death of a process', () => {
  it('is made where it brings back what was said at first, by a send that was uncertain once', async () => {
    const stores = [memoryStore({ lasting: true })];
    const next = (): Bridge => {
      const left = stores.at(-1)?.crash() as MemoryStore;
      stores.push(left);
      return bridge(left);
    };
    const first = bridge(stores[0] as MemoryStore);
    await first.scripted.open();
    await first.say('1', 'helo');
    const second = next();
    second.to.onCall = succeed;
    await second.scripted.open();
    await second.edit('1', 'hello');
    expect(did(second.to)).toEqual(['put helo', 'putEdit hello']);
    const third = next();
    third.to.onCall = succeed;
    await third.scripted.open();
    await third.edit('1', 'helo');
    expect(did(third.to)).toEqual(['putEdit helo']);
  });

  it('does not come behind a newer one that its message left with', async () => {
    // More than are read at once: the last is not known yet when it is edited first, and is when it is edited again.
    const count = 300;
    const store = memoryStore({ lasting: true });
    const first = bridge(store);
    await first.scripted.open();
    first.to.become('reconnecting');
    for (let id = 1; id <= count; id += 1) await first.say(`${id}`, `said ${id}`);
    const second = bridge(store.crash());
    second.other.onCall = succeed;
    let left = count - 10;
    second.to.onCall = (call) => {
      left -= 1;
      if (left >= 0) call.succeed();
    };
    const opening = second.scripted.host.open();
    void opening.then(() => second.edit(`${count}`, 'edited'));
    await second.scripted.clock.runUntil(() => second.to.calls.length > 0);
    await second.scripted.clock.settle();
    await second.edit(`${count}`, 'edited again');
    second.to.onCall = succeed;
    second.to.last.succeed();
    await second.scripted.clock.settle();
    expect(did(second.to).slice(count - 2)).toEqual([`put said ${count - 1}`, 'put edited again']);
    expect(second.scripted.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, uncertain: 0 });
  });

  it('is known to be older than what is edited after a restart, before it is read', async () => {
    const store = memoryStore({ lasting: true });
    const first = bridge(store, true);
    await first.scripted.open();
    first.to.become('reconnecting');
    for (let id = 1; id <= 300; id += 1) await first.say(`${id}`, `said ${id}`);
    const left = store.crash();
    const second = bridge(left, true);
    // So many are left that the last message ends the first page, and its edit begins the second.
    second.to.onCall = (call) => {
      if (second.to.calls.length <= 300 - 256) call.succeed();
    };
    await second.scripted.open();
    await second.edit('300', 'edited');
    const third = bridge(left.crash(), true);
    await third.scripted.open();
    await third.edit('300', 'edited again');
    third.to.onCall = succeed;
    third.to.last.succeed();
    await third.scripted.clock.settle();
    expect(did(third.to).slice(-2)).toEqual(['put said 299', 'put edited again']);
    expect(third.scripted.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, uncertain: 0 });
  });

  it('is not brought back where its message left with a newer one', async () => {
    const store = memoryStore({ lasting: true });
    const first = bridge(store);
    first.to.onCall = succeed;
    await first.scripted.open();
    first.other.become('reconnecting');
    await first.say('1', 'helo');
    await first.edit('1', 'hello');
    first.to.onCall = undefined;
    await first.edit('1', 'hello there');
    expect(did(first.to)).toEqual(['put helo', 'putEdit hello', 'putEdit hello there']);
    // The network tells of the first edit while the second is under way.
    const id = first.to.calls[0]?.id as string;
    const { self: user } = first.to;
    void first.to.emit({ type: 'edit', channel: first.to.channel('room'), id, text: 'hello', ...(user && { user }) });
    await first.scripted.clock.settle();
    const second = bridge(store.crash());
    await second.scripted.open();
    second.other.onCall = succeed;
    second.other.last.succeed();
    await second.scripted.clock.settle();
    expect(did(second.other)).toEqual(['put hello there']);
  });

  it('is written down before its message leaves with it', async () => {
    const { store, waiting } = gated(memoryStore({ lasting: true }));
    const world = bridge(store);
    let go = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    const beforeReceive = async ({ type }: { readonly type: string }): Promise<void> => {
      if (type === 'edit') await slow;
    };
    world.scripted.host.addHook(defineHook('slow', { beforeReceive }), { priority: 1 });
    await world.scripted.open();
    const write = async (): Promise<void> => {
      expect(waiting).toHaveLength(1);
      waiting.shift()?.();
      await world.scripted.clock.settle();
    };
    const texts = (): string[] => world.to.texts;
    world.to.onCall = succeed;
    await world.say('0', 'before');
    while (waiting.length > 0) await write();
    void world.say('1', 'helo');
    await world.edit('1', 'hello');
    // Both are written down at once; the edit is handed out while its message's row is on its way to the store.
    await write();
    go();
    await world.scripted.clock.settle();
    await write();
    expect(texts()).toEqual(['before']);
    await write();
    expect(texts()).toEqual(['before', 'hello']);
    while (waiting.length > 0) await write();
  });
});
