import { memoryStore, PlugError } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { expect, it } from 'vitest';
import { ScriptedHost } from '../../host/scripted-host.ts';

it('sends again what may not have arrived, and gives up what is old, as each network is to have it', async () => {
  const scripted = new ScriptedHost({ store: memoryStore({ lasting: true }) });
  const [from, again, once, soon] = ['from', 'again', 'once', 'soon'].map((name) => scripted.plug(name));
  if (!from || !again || !once || !soon) throw new Error('a plug is missing');
  const room = [from, again, once, soon].map((plug) => plug.channel('room'));
  const plugs = { once: { policy: 'at-most-once' }, soon: { maxAgeMs: 60_000 } } as const;
  scripted.host.addHook(new SyncHook('bridge', { channels: { room }, plugs }));
  await scripted.open();
  void from.emit({ type: 'message', channel: from.channel('room'), id: 'm1', user: { id: 'ann' }, text: 'hello' });
  await scripted.clock.settle();
  for (const plug of [again, once]) plug.last.fail(new PlugError('the answer was lost', { certain: false }));
  soon.last.fail(new PlugError('not now', { retryable: true }));
  await scripted.clock.settle();
  await scripted.clock.runUntil(() => again.calls.length === 2 && soon.calls.length === 2);
  await scripted.clock.advance(60_000);
  soon.last.fail(new PlugError('not now', { retryable: true }));
  again.last.succeed();
  await scripted.clock.advance(3_600_000);
  expect([again, once, soon].map(({ calls }) => calls.length)).toEqual([2, 1, 2]);
  const rows = await scripted.clock.wait(scripted.host.outbox.list());
  expect(rows.map(({ state }) => state)).toEqual(['sent', 'uncertain', 'dead']);
  await scripted.close();
});
