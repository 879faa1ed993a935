import { afterEach, describe, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { defineHook, type MemoryStore, memoryStore, NotConnectedError } from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** So many, and their copies, are more than a host remembers. */
const REMEMBERED = 10_500;
const ann = { id: 'ann', nick: 'ann' };
const able = { capabilities: { edit: true, delete: true, reaction: true, impersonate: true } } as const;

interface Bridge {
  readonly scripted: ScriptedHost;
  readonly from: ScriptedPlug;
  readonly to: ScriptedPlug;
  say(id: string, text: string): void;
  edit(id: string, text: string): void;
  remove(id: string): void;
  react(id: string): void;
}

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

/** With `away` the network that is written to cannot be reached at first. */
async function bridge(store: MemoryStore = memoryStore({ lasting: true }), away = false): Promise<Bridge> {
  const scripted = new ScriptedHost({ store });
  const from = scripted.plug('from', able);
  const to = scripted.plug('to', { ...able, manual: away });
  const channels = { room: [from.channel('room'), to.channel('room')] };
  scripted.host.addHook(new SyncHook('bridge', { channels }));
  await scripted.open();
  open = scripted;
  const channel = from.channel('room');
  return {
    scripted,
    from,
    to,
    say: (id, text) => void from.emit({ type: 'message', channel, id, text, user: ann }),
    edit: (id, text) => void from.emit({ type: 'edit', channel, id, text, user: ann }),
    remove: (id) => void from.emit({ type: 'delete', channel, id, user: ann }),
    react: (id) => void from.emit({ type: 'reaction', channel, id, emoji: '👍', user: ann }),
  };
}

function did({ to }: Bridge): string[] {
  return to.calls.map(({ method, text }) => (text === '' ? method : `${method} ${text}`));
}

describe('what happens to a message that has not left', () => {
  it('an edit changes what is sent', async () => {
    const world = await bridge();
    world.to.onCall = (call) => call.succeed();
    world.to.become('reconnecting');
    world.say('1', 'helo');
    world.edit('1', 'hello');
    await world.scripted.clock.settle();
    world.to.become('connected');
    await world.scripted.clock.settle();
    expect(did(world)).toEqual(['put hello']);
  });

  it('a deletion keeps it from being sent', async () => {
    const world = await bridge();
    world.to.onCall = (call) => call.succeed();
    world.to.become('reconnecting');
    world.say('1', 'oops');
    world.say('2', 'fine');
    world.remove('1');
    await world.scripted.clock.settle();
    expect(world.scripted.host.outbox.counts.pending).toBe(1);
    world.to.become('connected');
    await world.scripted.clock.settle();
    expect(did(world)).toEqual(['put fine']);
  });

  it('is the same when its process died in between', async () => {
    const store = memoryStore({ lasting: true });
    const first = await bridge(store);
    first.to.become('reconnecting');
    first.say('1', 'oops');
    first.say('2', 'helo');
    await first.scripted.clock.settle();
    const second = await bridge(store.crash(), true);
    second.to.onCall = (call) => call.succeed();
    second.remove('1');
    second.edit('2', 'hello');
    await second.scripted.clock.settle();
    expect(second.scripted.host.outbox.counts.pending).toBe(1);
    await second.scripted.clock.runUntil(() => second.to.steps.some(({ method }) => method === 'start'));
    for (const step of second.to.steps) step.succeed();
    await second.scripted.clock.runUntil(() => second.to.calls.length > 0);
    await second.scripted.clock.settle();
    expect(did(second)).toEqual(['put hello']);
  });

  it('an edit is not lost while a hook looks at what is sent', async () => {
    const world = await bridge();
    world.to.onCall = (call) => call.succeed();
    let go = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    const beforeSend = async (): Promise<void> => await slow;
    world.scripted.host.addHook(defineHook('slow', { beforeSend }));
    world.say('1', 'helo');
    await world.scripted.clock.settle();
    world.edit('1', 'hello');
    await world.scripted.clock.settle();
    go();
    await world.scripted.clock.settle();
    expect(did(world)).toEqual(['put helo', 'putEdit hello']);
  });

  it('a change waits with it for the network, however much is said elsewhere', { timeout: 60_000 }, async () => {
    const world = await bridge(memoryStore({ lasting: true, maxLinks: 1000 }));
    const elsewhere = world.from.channel('elsewhere');
    world.scripted.host.addHook(
      defineHook('aside', {
        routes: ({ type, channel }) =>
          type === 'message' && channel === elsewhere ? [{ channel: world.from.channel('aside') }] : [],
      }),
    );
    world.from.onCall = (call) => call.succeed();
    world.to.become('reconnecting');
    // It has been tried: what has not could leave as it is meant now.
    world.say('1', 'helo');
    await world.scripted.clock.settle();
    world.to.become('connected');
    await world.scripted.clock.settle();
    world.to.become('reconnecting');
    world.to.last.fail(new NotConnectedError('gone', { certain: true }));
    await world.scripted.clock.settle();
    world.edit('1', 'hello');
    world.react('1');
    for (let count = 0; count < REMEMBERED; count += 1) world.from.say('elsewhere', `${count}`);
    await world.scripted.clock.settle();
    world.to.onCall = (call) => call.succeed();
    world.to.become('connected');
    await world.scripted.clock.advance(60_000);
    expect(did(world)).toEqual(['put helo', 'put helo', 'putEdit hello', 'putReaction']);
  });

  it('follows it where it is on its way', async () => {
    const world = await bridge();
    world.say('1', 'helo');
    await world.scripted.clock.settle();
    world.edit('1', 'hello');
    world.react('1');
    world.remove('1');
    world.to.onCall = (call) => call.succeed();
    await world.scripted.clock.settle();
    expect(did(world)).toEqual(['put helo']);
    world.to.calls[0]?.succeed();
    await world.scripted.clock.settle();
    expect(did(world)).toEqual(['put helo', 'putEdit hello', 'putReaction', 'putDelete']);
  });
});

describe('a change that comes before its message', () => {
  it('waits for it', async () => {
    const world = await bridge();
    world.to.onCall = (call) => call.succeed();
    world.react('1');
    world.edit('2', 'never said');
    world.say('1', 'hello');
    await world.scripted.clock.settle();
    expect(did(world)).toEqual(['put hello', 'putReaction']);
  });

  it('still waits when its process died in between', async () => {
    const store = memoryStore({ lasting: true });
    const first = await bridge(store);
    first.react('1');
    await first.scripted.clock.settle();
    const left = store.crash();
    const second = await bridge(left);
    second.to.onCall = (call) => call.succeed();
    second.say('1', 'hello');
    await second.scripted.clock.settle();
    expect(did(second)).toEqual(['put hello', 'putReaction']);
    expect(await left.events({ done: false })).toEqual([]);
  });

  it('is given up after a while, with a word in the log, and the journal lets go of it', async () => {
    const store = memoryStore({ lasting: true });
    const world = await bridge(store);
    world.edit('1', 'never said');
    await world.scripted.clock.advance(400_000);
    expect(await store.events({ done: false })).toHaveLength(1);
    world.edit('2', 'neither');
    await world.scripted.clock.settle();
    expect(world.scripted.warnings).toContainEqual(expect.stringContaining('the message did not come'));
    expect(await store.events({ done: false })).toHaveLength(1);
  });
});
