import { afterEach, describe, expect, it } from 'vitest';
import {
  BadReferenceError,
  memoryStore,
  PlugError,
  type Posted,
  type PostOptions,
  type Store,
} from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const never = new PlugError('the network says never', { retryable: false, certain: true });
const notYet = new PlugError('the network says not yet', { retryable: true, certain: true });

interface World {
  readonly scripted: ScriptedHost;
  readonly plug: ScriptedPlug;
  post(text: string, options?: PostOptions): Promise<Posted>;
}

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

async function opened(store: Store = memoryStore({ lasting: true }), limits = {}): Promise<World> {
  const scripted = new ScriptedHost({ store, ...limits });
  const plug = scripted.plug('net');
  await scripted.open();
  open = scripted;
  const post = (text: string, options?: PostOptions) =>
    scripted.clock.wait(plug.channel('room').post(text, options)).finally(() => scripted.clock.settle());
  return { scripted, plug, post };
}

describe('a row of the outbox', () => {
  it('is told of at every step, from when it is posted until its ids are known', async () => {
    const { scripted, plug, post } = await opened();
    const steps: string[] = [];
    scripted.host.outbox
      .watch()
      .subscribe(({ state, refs }) => steps.push([state, ...refs.map(({ id }) => id)].join(' ')));
    await post('hello');
    expect(scripted.host.outbox.counts).toMatchObject({ sending: 1, sent: 0 });
    plug.last.succeed('m1');
    await scripted.clock.settle();
    expect(steps).toEqual(['sending', 'sent m1']);
    expect(scripted.host.outbox.counts).toEqual({ pending: 0, sending: 0, sent: 1, uncertain: 0, dead: 0 });
    expect(scripted.host.outbox.totals).toEqual({ sent: 1, retried: 0, uncertain: 0, dead: 0 });
    const [row] = await scripted.host.outbox.list();
    expect(row).toMatchObject({ state: 'sent', attempts: 1, refs: [{ id: 'm1' }] });
  });

  it('that the network refuses for now is tried again, ever more slowly, in its place', async () => {
    const { scripted, plug, post } = await opened();
    await post('one');
    await post('two');
    const attempts: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      attempts.push(scripted.clock.now());
      expect(plug.last.text).toBe('one');
      plug.last.fail(notYet);
      await scripted.clock.runUntil(() => plug.pending.length === 1);
    }
    const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    expect(pauses.every((pause, index) => index === 0 || pause > (pauses[index - 1] ?? 0))).toBe(true);
    plug.last.succeed();
    await scripted.clock.settle();
    expect(plug.last.text).toBe('two');
    expect(scripted.host.outbox.totals.retried).toBe(4);
  });

  it('is given up after ten attempts that the network failed by itself, but not while it is away', async () => {
    const { scripted, plug, post } = await opened();
    await post('hello');
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(scripted.host.outbox.counts.dead).toBe(0);
      plug.last.fail(notYet);
      await scripted.clock.runUntil(() => plug.pending.length === 1, 600_000);
    }
    expect(plug.calls).toHaveLength(10);
    expect(scripted.host.outbox.counts.dead).toBe(1);
  });
});

describe('what could not be delivered', () => {
  it('has a place to look, with its reason, and a word in the log', async () => {
    const { scripted, plug, post } = await opened();
    const posted = await post('hello');
    plug.last.fail(never);
    await expect(scripted.clock.wait(posted.receipt())).rejects.toThrow('the network says never');
    const dead = await scripted.clock.wait(scripted.host.outbox.list({ state: 'dead' }));
    expect(dead).toMatchObject([{ key: posted.key, reason: 'the network says never', attempts: 1 }]);
    expect(scripted.warnings).toContain('a message could not be delivered');
    expect(scripted.host.outbox.totals.dead).toBe(1);
  });

  it('is still there after a restart, is counted from the beginning, and goes when it is told to', async () => {
    const store = memoryStore({ lasting: true });
    const { scripted, plug, post } = await opened(store);
    await post('hello');
    plug.last.fail(never);
    await scripted.clock.settle();
    await scripted.close();

    const again = await opened(store);
    const { outbox } = again.scripted.host;
    expect(outbox.counts.dead).toBe(1);
    expect(outbox.totals.dead).toBe(1);
    const [dead] = await again.scripted.clock.wait(outbox.list({ state: 'dead' }));
    await again.scripted.clock.wait(outbox.retry(dead?.id ?? 0));
    await again.scripted.clock.settle();
    expect(again.plug.last.text).toBe('hello');
    expect(again.plug.last.options.key).toBe(dead?.key);
    again.plug.last.succeed();
    await again.scripted.clock.settle();
    expect(outbox.counts).toMatchObject({ dead: 0, sent: 1 });
    expect(outbox.totals).toMatchObject({ dead: 1, sent: 1, retried: 1 });
  });

  it('is forgotten when it is told to be', async () => {
    const { scripted, plug, post } = await opened();
    const { outbox } = scripted.host;
    await post('hello');
    plug.last.fail(never);
    await scripted.clock.settle();
    const [dead] = await scripted.clock.wait(outbox.list({ state: 'dead' }));
    await scripted.clock.wait(outbox.discard(dead?.id ?? 0));
    expect(await scripted.clock.wait(outbox.list())).toEqual([]);
    expect(outbox.counts.dead).toBe(0);
    await expect(scripted.clock.wait(outbox.discard(dead?.id ?? 0))).rejects.toThrow(BadReferenceError);
  });

  it('holds up no other channel, and nothing behind it', async () => {
    const { scripted, plug, post } = await opened();
    await post('for ever');
    await post('next');
    await scripted.clock.wait(plug.channel('other').post('elsewhere'));
    await scripted.clock.settle();
    expect(plug.pending.map(({ text }) => text)).toEqual(['for ever', 'elsewhere']);
    plug.calls[0]?.fail(never);
    await scripted.clock.settle();
    expect(plug.texts).toEqual(['for ever', 'elsewhere', 'next']);
  });

  it('is not tried again while it is on its way or sent', async () => {
    const { scripted, plug, post } = await opened();
    const { outbox } = scripted.host;
    await post('hello');
    const [row] = await scripted.clock.wait(outbox.list());
    await expect(scripted.clock.wait(outbox.retry(row?.id ?? 0))).rejects.toThrow(BadReferenceError);
    plug.last.succeed();
    await scripted.clock.settle();
    await expect(scripted.clock.wait(outbox.retry(row?.id ?? 0))).rejects.toThrow('is sent');
    await expect(scripted.clock.wait(outbox.retry(12_345))).rejects.toThrow('there is no row 12345');
  });
});

describe('a row that has not left', () => {
  it('is not sent when it is discarded', async () => {
    const { scripted, plug, post } = await opened();
    const { outbox } = scripted.host;
    await post('first');
    const posted = await post('second');
    const [, second] = await scripted.clock.wait(outbox.list());
    await scripted.clock.wait(outbox.discard(second?.id ?? 0));
    await expect(scripted.clock.wait(posted.receipt())).rejects.toThrow('was discarded');
    plug.last.succeed();
    await scripted.clock.settle();
    expect(plug.texts).toEqual(['first']);
    expect(outbox.counts).toMatchObject({ pending: 0, sending: 0, sent: 1 });
  });

  it('says that it has expired, after the time of the host or its own', async () => {
    const { scripted, plug, post } = await opened(undefined, { maxAgeMs: 3_600_000 });
    plug.become('reconnecting');
    await post('an hour');
    await post('a minute', { maxAgeMs: 60_000 });
    await scripted.clock.advance(120_000);
    const dead = () => scripted.clock.wait(scripted.host.outbox.list({ state: 'dead' }));
    expect(await dead()).toMatchObject([{ reason: expect.stringContaining('expired'), options: { maxAgeMs: 60_000 } }]);
    await scripted.clock.advance(3_600_000);
    expect(await dead()).toHaveLength(2);
    plug.become('connected');
    await scripted.clock.settle();
    expect(plug.calls).toEqual([]);
  });

  it('has as long as a new one when it is tried again after it has expired, over a restart too', async () => {
    const store = memoryStore({ lasting: true });
    const { scripted, plug, post } = await opened(store, { maxAgeMs: 60_000 });
    plug.become('reconnecting');
    await post('hello');
    await scripted.clock.advance(120_000);
    const [dead] = await scripted.clock.wait(scripted.host.outbox.list({ state: 'dead' }));
    await scripted.clock.wait(scripted.host.outbox.retry(dead?.id ?? 0));
    await scripted.clock.advance(30_000);
    expect(scripted.host.outbox.counts).toMatchObject({ pending: 1, dead: 0 });
    await scripted.close();

    const later = new ScriptedHost({ store, clock: scripted.clock, maxAgeMs: 60_000 });
    const after = later.plug('net');
    await later.open();
    open = later;
    expect(after.texts).toEqual(['hello']);
  });
});
