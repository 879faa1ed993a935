import { afterEach, describe, expect, it } from 'vitest';
import { defineHook, memoryStore, type OutboxRow, PlugError, type PostOptions } from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const lost = new PlugError('the answer was lost', { certain: false });

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

/** A message of which it is not known whether it arrived. */
async function uncertain(options: PostOptions = {}): Promise<{ scripted: ScriptedHost; plug: ScriptedPlug }> {
  const scripted = new ScriptedHost({ store: memoryStore({ lasting: true }) });
  const plug = scripted.plug('net');
  await scripted.open();
  open = scripted;
  const posted = await scripted.clock.wait(plug.channel('room').post('hello', options));
  posted.receipt().catch(() => undefined);
  await scripted.clock.settle();
  plug.last.fail(lost);
  await scripted.clock.settle();
  return { scripted, plug };
}

async function onlyRow({ clock, host }: ScriptedHost): Promise<OutboxRow> {
  const rows = await clock.wait(host.outbox.list());
  expect(rows).toHaveLength(1);
  return rows[0] as OutboxRow;
}

describe('a message of which it is not known whether it arrived', () => {
  it('goes again under the same key, and is counted', async () => {
    const { scripted, plug } = await uncertain();
    expect(scripted.host.outbox.counts.uncertain).toBe(1);
    await scripted.clock.runUntil(() => plug.calls.length === 2);
    expect(plug.calls[1]?.options.key).toBe(plug.calls[0]?.options.key);
    plug.last.succeed();
    await scripted.clock.settle();
    expect(scripted.host.outbox.totals).toEqual({ sent: 1, retried: 1, uncertain: 1, dead: 0 });
  });

  it('does not go again where it is to be sent at most once, and stays where it can be seen', async () => {
    const { scripted, plug } = await uncertain({ policy: 'at-most-once' });
    await scripted.clock.advance(3_600_000);
    expect(plug.calls).toHaveLength(1);
    expect(await onlyRow(scripted)).toMatchObject({ state: 'uncertain', reason: 'the answer was lost' });
    expect(scripted.host.outbox.totals).toEqual({ sent: 0, retried: 0, uncertain: 1, dead: 0 });
  });

  it('goes again where it is to be sent at most once when somebody says so', async () => {
    const { scripted, plug } = await uncertain({ policy: 'at-most-once' });
    const { id } = await onlyRow(scripted);
    await scripted.clock.wait(scripted.host.outbox.retry(id));
    await scripted.clock.settle();
    expect(plug.calls).toHaveLength(2);
    plug.last.succeed();
    await scripted.clock.settle();
    expect(await onlyRow(scripted)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it.each([undefined, 'at-most-once'] as const)('is settled by its echo (%s)', async (policy) => {
    const { scripted, plug } = await uncertain(policy && { policy });
    void plug.calls[0]?.echo({ id: 'm7', key: plug.calls[0].options.key });
    await scripted.clock.advance(3_600_000);
    expect(plug.calls).toHaveLength(1);
    expect(await onlyRow(scripted)).toMatchObject({ state: 'sent', refs: [{ id: 'm7' }] });
    expect(scripted.events).toMatchObject([{ self: true, primary: true }]);
  });

  it('is settled by an echo that waits behind a slow hook', async () => {
    const { scripted, plug } = await uncertain();
    let finish = (): void => undefined;
    const onReceive = (): Promise<void> =>
      new Promise((resolve) => {
        finish = resolve;
      });
    scripted.host.addHook(defineHook('slow', { onReceive }));
    await scripted.clock.settle();
    plug.say('room', 'something else');
    await scripted.clock.settle();
    void plug.calls[0]?.echo({ key: plug.calls[0].options.key });
    await scripted.clock.advance(10_000);
    expect(scripted.texts).toEqual(['something else']);
    expect(plug.calls).toHaveLength(1);
    expect(scripted.host.outbox.counts.sent).toBe(1);
    finish();
    await scripted.clock.settle();
    finish();
  });
});
