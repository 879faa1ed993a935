import { describe, expect, it } from 'vitest';
import { defineHook, memoryStore, NotConnectedError } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

describe('removing a plug', () => {
  it('hands out what it queued, and takes nothing more', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    const other = scripted.plug('other');
    await scripted.open();
    for (let index = 0; index < 1000; index += 1) plug.say('room', String(index));
    const removing = host.removePlug('net');
    const late = plug.emit({ type: 'message', channel: plug.channel('room'), id: 'late', text: 'late' });
    await expect(late).rejects.toBeInstanceOf(NotConnectedError);
    await clock.wait(removing);
    expect(scripted.texts).toEqual(Array.from({ length: 1000 }, (_, index) => String(index)));
    expect(host.plug('net')).toBeUndefined();
    expect(plug.state).toBe('idle');
    other.say('room', 'still here');
    await clock.settle();
    expect(scripted.texts.at(-1)).toBe('still here');
    await scripted.close();
  });

  it('while a hook hangs with its event harms nobody', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 1000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    const other = scripted.plug('other');
    let release: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    host.addHook(defineHook('hangs', { onReceive: (event) => (event.plug === plug ? hanging : undefined) }));
    await scripted.open();
    plug.say('room', 'stuck');
    plug.say('room', 'behind it');
    await clock.wait(host.removePlug('net'));
    release();
    await clock.settle();
    other.say('room', 'still here');
    await clock.settle();
    expect(scripted.texts).toContain('still here');
    await scripted.close();
  });

  it('of two at once takes no longer than of one', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plugs = [scripted.plug('one'), scripted.plug('two')];
    await scripted.open();
    for (const plug of plugs) for (let index = 0; index < 3000; index += 1) plug.say('room', String(index));
    const before = clock.now();
    await clock.wait(Promise.all([host.removePlug('one'), host.removePlug('two')]));
    expect(clock.now() - before).toBe(0);
    expect(scripted.texts).toHaveLength(6000);
    await scripted.close();
  });

  it('rejects what waits to be sent to it', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 1000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    await scripted.open();
    const errors: unknown[] = [];
    for (const text of ['1', '2'])
      plug
        .channel('room')
        .send(text)
        .catch((error: unknown) => errors.push(error));
    await clock.wait(host.removePlug('net'));
    expect(errors).toEqual([expect.any(NotConnectedError), expect.any(NotConnectedError)]);
    expect(plug.calls[0]?.options.signal.aborted).toBe(true);
    await expect(plug.channel('room').send('3')).rejects.toBeInstanceOf(NotConnectedError);
    await scripted.close();
  });

  it('leaves a trace of what was posted to it and cannot be sent any more', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 1000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    await scripted.open();
    const outcomes = await Promise.all(['in flight', 'behind it'].map((text) => plug.channel('room').post(text)));
    const failed = Promise.allSettled(outcomes.map((posted) => posted.receipt()));
    await clock.wait(host.removePlug('net'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(host.outbox.counts).toMatchObject({ pending: 0, sending: 0, uncertain: 1, dead: 1 });
    expect(scripted.warnings.join()).toContain('2 messages');
    const [, behind] = await host.outbox.list();
    host.addPlug(plug);
    plug.onCall = (call) => call.succeed();
    await clock.settle();
    await clock.wait(host.outbox.retry(behind?.id as number));
    await clock.settle();
    expect(plug.texts.at(-1)).toBe('behind it');
    await scripted.close();
  });

  it('loses nothing that a hook posts while it is being stopped', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const [from, to] = [scripted.plug('from'), scripted.plug('to')];
    to.onCall = (call) => call.succeed();
    const route = { channel: to.channel('room') };
    host.addHook(defineHook('lead', { routes: (event) => (event.plug === from ? [route] : []) }));
    await scripted.open();
    for (const text of ['1', '2', '3']) from.say('room', text);
    await clock.wait(host.removePlug('to'));
    await clock.settle();
    const { sent, dead, ...others } = host.outbox.counts;
    expect([sent + dead, to.texts.length]).toEqual([3, sent]);
    expect(others).toEqual({ pending: 0, sending: 0, uncertain: 0 });
    await scripted.close();
  });

  it('leaves hooks that still lead to it able to lead elsewhere', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const [from, gone, to] = [scripted.plug('from'), scripted.plug('gone'), scripted.plug('to')];
    to.onCall = (call) => call.succeed();
    const targets = [gone.channel('room'), to.channel('room')];
    host.addHook(
      defineHook('lead', { routes: (event) => (event.plug === from ? targets.map((channel) => ({ channel })) : []) }),
    );
    await scripted.open();
    await clock.wait(host.removePlug('gone'));
    from.say('room', 'hello');
    await clock.settle();
    expect(to.texts).toEqual([expect.stringContaining('hello')]);
    expect(host.outbox.counts).toMatchObject({ pending: 0, sending: 0, dead: 1 });
    await scripted.close();
  });

  it('while a hook hangs may be followed by adding it again', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 1000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    const hanging = Promise.withResolvers<void>();
    host.addHook(defineHook('hangs', { onReceive: () => hanging.promise }));
    await scripted.open();
    plug.say('room', 'stuck');
    await clock.wait(host.removePlug('net'));
    host.addPlug(plug);
    plug.onCall = (call) => call.succeed();
    await clock.settle();
    await clock.wait(plug.channel('room').send('hello'));
    hanging.resolve();
    await clock.settle();
    await clock.wait(plug.channel('room').send('again'));
    expect(plug.texts).toEqual(['hello', 'again']);
    await scripted.close();
  });

  it('may be followed by adding it again', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    await scripted.open();
    await clock.wait(host.removePlug('net'));
    host.addPlug(plug);
    await clock.settle();
    expect(plug.state).toBe('connected');
    plug.say('room', 'again');
    await clock.settle();
    expect(scripted.texts).toEqual(['again']);
    await scripted.close();
  });
});

describe('removing a hook', () => {
  it('gives it what was queued before', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    const seen: string[] = [];
    host.addHook(
      defineHook('leaving', {
        onReceive: async (event) => {
          await undefined;
          if (event.type === 'message') seen.push(String(event.text));
        },
      }),
    );
    await scripted.open();
    plug.say('room', '1');
    plug.say('room', '2');
    const removing = host.removeHook('leaving');
    await clock.wait(removing);
    plug.say('room', '3');
    await clock.settle();
    expect(seen).toEqual(['1', '2']);
    expect(scripted.texts).toEqual(['1', '2', '3']);
    await scripted.close();
  });
});

describe('closing the host', () => {
  it('hands out all that is queued', async () => {
    for (const lasting of [false, true]) {
      const scripted = new ScriptedHost({ store: memoryStore({ lasting }) });
      const plug = scripted.plug('net');
      const seen: string[] = [];
      const slow = async (event: { readonly type: string; readonly text?: unknown }): Promise<void> => {
        for (let index = 0; index < 5; index += 1) await undefined;
        seen.push(String(event.text));
      };
      scripted.host.addHook(defineHook('slow', { onReceive: slow }));
      await scripted.open();
      for (let index = 0; index < 1000; index += 1) plug.say(`room ${index % 3}`, String(index));
      await scripted.close();
      expect(seen).toHaveLength(1000);
      expect(plug.state).toBe('idle');
    }
  });

  it('sends all that was posted', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net');
    plug.onCall = (call) => void clock.after(10, () => call.succeed());
    await scripted.open();
    for (let index = 0; index < 100; index += 1) void plug.channel('room').post(String(index));
    await scripted.close();
    expect(plug.texts).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
  });

  it('waits no longer than it was told, whatever hangs', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 2000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    const never = new Promise<void>(() => undefined);
    host.addHook(defineHook('hangs', { onReceive: () => never, stop: () => never }));
    await scripted.open();
    plug.say('room', 'stuck');
    const sending = plug.channel('room').send('stuck');
    sending.catch(() => undefined);
    const before = clock.now();
    await clock.wait(host.close());
    expect(clock.now() - before).toBeLessThan(60_000);
    await expect(sending).rejects.toBeInstanceOf(NotConnectedError);
  });

  it('leaves no timer behind', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 2000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net', { capabilities: { rate: { count: 1, perMs: 60_000, scope: 'channel' } } });
    await scripted.open();
    plug.say('room', 'hello');
    for (const text of ['1', '2', '3'])
      plug
        .channel('room')
        .send(text)
        .catch(() => undefined);
    await clock.wait(host.close());
    await clock.settle();
    expect(clock.timers).toBe(0);
  });

  it('is done when it was asked twice, and may be followed by opening', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    await scripted.open();
    await clock.wait(Promise.all([host.close(), host.close()]));
    await clock.wait(host.open());
    plug.say('room', 'again');
    await clock.settle();
    expect(scripted.texts).toEqual(['again']);
    await clock.wait(host.close());
  });

  it('ends run() when it is told to quit', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    const running = host.run();
    await clock.runUntil(() => plug.state === 'connected');
    for (let index = 0; index < 1000; index += 1) plug.say('room', String(index));
    host.quit();
    await clock.wait(running);
    expect(scripted.texts).toHaveLength(1000);
  });

  it('refuses what comes while it closes, so that nobody acknowledges it', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 1000 });
    const plug = scripted.plug('net');
    await scripted.open();
    plug
      .channel('room')
      .send('holds it up')
      .catch(() => undefined);
    const closing = scripted.host.close();
    await scripted.clock.settle();
    const late = plug.emit({
      type: 'message',
      channel: plug.channel('room'),
      id: 'late',
      text: 'late',
      user: { id: 'ann' },
    });
    await expect(late).rejects.toBeInstanceOf(NotConnectedError);
    await scripted.clock.wait(closing);
    expect(scripted.texts).toEqual([]);
  });
});

describe('what a close leaves unfinished', () => {
  it('is handed out after the next start, and to no hook before', async () => {
    const store = memoryStore({ lasting: true });
    const first = new ScriptedHost({ store, closeTimeoutMs: 1000 });
    const plug = first.plug('net');
    await first.open();
    plug
      .channel('room')
      .send('hangs')
      .catch(() => undefined);
    plug.say('room', 'waits for the send');
    plug.say('room', 'waits, too');
    await first.close();
    expect(first.texts).toEqual([]);
    expect(first.warnings.join()).toContain('2 are kept for the next start');
    const second = new ScriptedHost({ store });
    second.plug('net');
    await second.open();
    expect(second.texts).toEqual(['waits for the send', 'waits, too']);
    await second.close();
  });

  it('is handed out when the same host is opened again, and once', async () => {
    const store = memoryStore({ lasting: true });
    const scripted = new ScriptedHost({ store, closeTimeoutMs: 1000 });
    const plug = scripted.plug('net');
    let release: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    let calls = 0;
    const hang = (): Promise<void> | undefined => {
      calls += 1;
      return calls === 1 ? hanging : undefined;
    };
    scripted.host.addHook(defineHook('hangs', { beforeReceive: hang }));
    await scripted.open();
    plug.say('room', '1');
    plug.say('room', '2');
    await scripted.close();
    expect(scripted.texts).toEqual([]);
    await scripted.open();
    expect(scripted.texts).toEqual(['1', '2']);
    release();
    await scripted.clock.settle();
    plug.say('room', '3');
    await scripted.clock.settle();
    expect(scripted.texts).toEqual(['1', '2', '3']);
    await scripted.close();
  });

  it('is told of where the store does not last', async () => {
    const scripted = new ScriptedHost({ closeTimeoutMs: 1000 });
    const plug = scripted.plug('net');
    scripted.host.addHook(defineHook('hangs', { onReceive: () => new Promise(() => undefined) }));
    await scripted.open();
    plug.say('room', '1');
    await scripted.close();
    expect(scripted.warnings.join()).toContain('1 are lost');
  });
});
