import { afterEach, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { type MemoryStore, memoryStore, PlugError, type QueuedEvent } from '../../src/index.ts';
import { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const ann = { id: 'ann', nick: 'ann' };
const able = { edit: true, delete: true, impersonate: true } as const;

/** Tells what was said as it is now. */
class Remembering extends ScriptedPlug {
  readonly past: QueuedEvent[] = [];

  protected override async *getHistory(): AsyncIterable<QueuedEvent> {
    yield* this.past;
  }
}

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

async function bridge(store: MemoryStore, past: readonly { id: string; text: string }[] = []) {
  const scripted = new ScriptedHost({ store });
  const from = scripted.plug('from', { capabilities: able });
  const to = scripted.host.addPlug(new Remembering('to', { capabilities: { ...able, history: true } }));
  const [channel, room] = [from.channel('room'), to.channel('room')];
  to.past.push(...past.map((said) => ({ ...said, type: 'message' as const, channel: room, user: to.self ?? ann })));
  scripted.host.addHook(new SyncHook('bridge', { channels: { room: [channel, room] } }));
  open = scripted;
  await scripted.open();
  const tell = async (type: 'message' | 'edit', text: string): Promise<void> => {
    void from.emit({ type, channel, id: '1', text, user: ann });
    await scripted.clock.settle();
  };
  return { scripted, from, to, tell };
}

it('a message of unknown outcome is recognised in the past by what an edit on its way has made of it', async () => {
  const store = memoryStore({ lasting: true });
  const first = await bridge(store);
  await first.tell('message', 'helo');
  first.to.last.fail(new PlugError('slow down', { certain: true }));
  await first.tell('edit', 'hello');
  await first.scripted.clock.runUntil(() => first.to.calls.length > 1);
  // Nothing more is written down: the process is about to die.
  store.commit = () => new Promise(() => undefined);
  const { id } = first.to.last;
  first.to.last.succeed();
  await first.scripted.clock.settle();
  expect(first.to.calls.map(({ method, text }) => `${method} ${text}`)).toEqual([
    'put helo',
    'put helo',
    'putEdit hello',
  ]);
  const second = await bridge(store.crash(), [{ id, text: 'hello' }]);
  for (const plug of [second.from, second.to]) plug.onCall = (call) => call.succeed();
  for (const call of second.to.pending) call.succeed();
  await second.scripted.clock.advance(1000);
  expect(second.to.texts).toEqual([]);
  expect(second.from.texts).toEqual([]);
});
