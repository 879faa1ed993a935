import { describe, expect, it } from 'vitest';
import { NotConnectedError } from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

function starts(plug: ScriptedPlug): number {
  return plug.steps.filter(({ method }) => method === 'start').length;
}

describe('promise 8: an outage is an event', () => {
  it('a connection that is lost is made again, at once the first time', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net');
    await scripted.open();
    plug.become('lost', new Error('cut'));
    expect(plug.state).toBe('waiting');
    await clock.advance(0);
    expect([plug.state, starts(plug)]).toEqual(['connected', 2]);
    const states = scripted.states.filter(({ name }) => name === 'net').map(({ state }) => state);
    expect(states).toEqual(['starting', 'connected', 'waiting', 'starting', 'connected']);
    expect(scripted.states.find(({ state }) => state === 'waiting')?.cause?.message).toBe('cut');
  });

  it('attempts come ever more slowly, and never end', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net', { manual: true });
    const times: number[] = [];
    plug.onStep = (step) => {
      if (step.method === 'stop') return step.succeed();
      times.push(clock.now());
      return step.fail(new Error('refused'));
    };
    void scripted.host.open();
    await clock.runUntil(() => times.length >= 40);
    const waits = times.slice(1).map((time, index) => time - (times[index] as number));
    expect(Math.max(...waits.slice(0, 10))).toBeLessThanOrEqual(3000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
    expect(waits.at(-1)).toBeGreaterThan(150_000);
    // Not all at the same moment, where many plugs lose one network.
    expect(new Set(waits).size).toBeGreaterThan(30);
  });

  it('every attempt shows in the states: which it is, what the last failed with, and when the next comes', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net', { manual: true });
    let refusals = 3;
    plug.onStep = (step) => {
      if (step.method === 'start' && refusals > 0) {
        refusals -= 1;
        return step.fail(new Error(`refused, ${refusals} to go`));
      }
      return step.succeed();
    };
    void scripted.host.open();
    await clock.runUntil(() => plug.state === 'connected');
    const told = scripted.states.filter(({ name }) => name === 'net');
    expect(told.map(({ state, attempt, cause }) => [state, attempt, cause?.message])).toEqual([
      ['starting', 1, undefined],
      ['waiting', 1, 'refused, 2 to go'],
      ['starting', 2, undefined],
      ['waiting', 2, 'refused, 1 to go'],
      ['starting', 3, undefined],
      ['waiting', 3, 'refused, 0 to go'],
      ['starting', 4, undefined],
      ['connected', 4, undefined],
    ]);
    for (const { state, retryInMs } of told) expect(retryInMs !== undefined).toBe(state === 'waiting');
  });

  it('only a minute of health makes the next outage a new one', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net');
    await scripted.open();
    const firstWait = async (): Promise<number | undefined> => {
      plug.become('lost');
      const { retryInMs } = scripted.states.findLast(({ state }) => state === 'waiting') ?? {};
      await clock.runUntil(() => plug.state === 'connected');
      return retryInMs;
    };
    expect(await firstWait()).toBe(0);
    await clock.advance(59_000);
    expect(await firstWait()).toBeGreaterThan(0);
    await clock.advance(30_000);
    plug.become('reconnecting');
    await clock.advance(60_000);
    plug.become('connected');
    await clock.advance(1000);
    expect(await firstWait()).toBeGreaterThan(0);
    await clock.advance(61_000);
    expect(await firstWait()).toBe(0);
  });

  it('a start() that never returns is given up, and tried again', async () => {
    const scripted = new ScriptedHost({ openTimeoutMs: 1000, closeTimeoutMs: 1000 });
    const { clock, host } = scripted;
    const stuck = scripted.plug('stuck', { manual: true });
    const fine = scripted.plug('fine');
    await clock.wait(host.open(), 10_000);
    expect(fine.state).toBe('connected');
    await clock.advance(60_000);
    expect(starts(stuck)).toBeGreaterThan(5);
    expect(
      stuck.steps
        .filter(({ method }) => method === 'start')
        .slice(0, -1)
        .every(({ signal }) => signal?.aborted),
    ).toBe(true);
    for (const step of stuck.steps) step.succeed();
    await clock.runUntil(() => {
      stuck.steps.at(-1)?.succeed();
      return stuck.state === 'connected';
    });
    expect(stuck.state).toBe('connected');
    const closing = host.close();
    await clock.wait(closing, 60_000);
  });

  it('a stop() that never returns keeps nobody from closing', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 1000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('stuck', { manual: true });
    const opening = host.open();
    await clock.settle();
    plug.steps[0]?.succeed();
    await clock.wait(opening);
    const before = clock.now();
    await clock.wait(host.close());
    expect(clock.now() - before).toBeLessThan(5000);
    expect(plug.state).toBe('idle');
  });

  it('is told of to who watches, and messages wait for the return', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net', { manual: true });
    const opening = host.open();
    await clock.settle();
    plug.steps[0]?.succeed();
    await clock.wait(opening);
    plug.become('lost', new Error('cut'));
    const posted = ['1', '2', '3'].map((text) => plug.channel('room').post(text));
    const sending = plug.channel('room').send('4');
    await clock.advance(5000);
    expect(plug.calls).toEqual([]);
    plug.onCall = (call) => call.succeed();
    await clock.runUntil(() => {
      for (const step of plug.steps) step.succeed();
      return plug.state === 'connected';
    });
    await clock.wait(Promise.all(posted));
    expect((await clock.wait(sending)).refs).toHaveLength(1);
    expect(plug.texts).toEqual(['1', '2', '3', '4']);
  });

  it('a send that waits too long for the return is rejected, and says that nothing was sent', async () => {
    const scripted = new ScriptedHost({ sendTimeoutMs: 5000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net', { manual: true });
    const opening = host.open();
    opening.catch(() => undefined);
    await clock.settle();
    const error = clock.wait(plug.channel('room').send('1')).catch((caught: unknown) => caught);
    expect(await error).toBeInstanceOf(NotConnectedError);
    expect(await error).toMatchObject({ certain: true });
    const quick = clock.now();
    const own = clock.wait(plug.channel('room').send('1', { timeoutMs: 1000 })).catch((caught: unknown) => caught);
    expect(await own).toBeInstanceOf(NotConnectedError);
    expect(clock.now() - quick, 'its own timeout counts').toBeLessThan(3000);
  });

  it('while the plug mends its connection itself, messages wait', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net');
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    plug.become('reconnecting');
    const sending = plug.channel('room').send('1');
    await clock.advance(10_000);
    expect([plug.state, plug.calls.length, starts(plug)]).toEqual(['reconnecting', 0, 1]);
    plug.become('connected');
    await clock.wait(sending);
    expect(plug.texts).toEqual(['1']);
  });

  it('a plug that says lost while it is starting, closed or lost already harms nobody', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net', { manual: true });
    plug.become('lost');
    const opening = host.open();
    await clock.settle();
    plug.become('lost', new Error('while starting'));
    plug.become('lost');
    await clock.advance(2000);
    for (const step of plug.steps) step.succeed();
    await clock.advance(5000);
    for (const step of plug.steps) step.succeed();
    await clock.wait(opening);
    expect(plug.state).toBe('connected');
    plug.become('lost');
    plug.become('lost');
    plug.become('connected');
    await clock.advance(5000);
    for (const step of plug.steps) step.succeed();
    await clock.advance(5000);
    for (const step of plug.steps) step.succeed();
    await clock.settle();
    expect(plug.state).toBe('connected');
    const closing = host.close();
    await clock.settle();
    for (const step of plug.steps) step.succeed();
    await clock.wait(closing);
    plug.become('lost');
    await clock.advance(100_000);
    expect(plug.state).toBe('idle');
  });

  it('start() and stop() never overlap', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net', { manual: true });
    void host.open();
    await clock.settle();
    void host.close();
    void host.open();
    await clock.settle();
    for (let round = 0; round < 10; round += 1) {
      const begun = plug.steps.length;
      plug.steps.at(-1)?.succeed();
      await clock.advance(100);
      expect(plug.steps.length - begun).toBeLessThanOrEqual(1);
    }
    expect(plug.state).toBe('connected');
  });
});
