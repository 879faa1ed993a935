import { describe, expect, it } from 'vitest';
import { type ChatEvent, defineHook, Hook, HookError, type HookMethods, RichText } from '../../src/index.ts';
import type { ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** Opens a host with one plug and a hook that does what it should not, before and after hooks that behave. */
async function opened(methods: HookMethods): Promise<{ scripted: ScriptedHost; plug: ScriptedPlug; after: string[] }> {
  const scripted = new ScriptedHost({ hookTimeoutMs: 1000, openTimeoutMs: 1000, closeTimeoutMs: 1000 });
  const plug = scripted.plug('net');
  plug.onCall = (call) => call.succeed();
  const after: string[] = [];
  scripted.host.addHook(defineHook('bad', methods));
  scripted.host.addHook(
    defineHook('after', {
      onReceive: (event) => void after.push(event.type === 'message' ? String(event.text) : event.type),
    }),
  );
  await scripted.clock.wait(scripted.host.open());
  await scripted.clock.settle();
  return { scripted, plug, after };
}

const nonsense: readonly unknown[] = [
  true,
  7,
  'text',
  [],
  {},
  { type: 'message' },
  { type: 7, channel: {} },
  Symbol('x'),
  () => undefined,
  Promise.resolve(7),
  // biome-ignore lint/suspicious/noThenProperty: that is what it is about.
  { then: 7 },
  {
    // biome-ignore lint/suspicious/noThenProperty: that is what it is about.
    get then() {
      throw new Error('a getter that throws');
    },
  },
];

/** What a thenable that breaks its contract may do. */
const thenables: readonly unknown[] = [
  // biome-ignore lint/suspicious/noThenProperty: that is what it is about.
  { then: (done: () => void) => [done(), done()] },
  {
    // biome-ignore lint/suspicious/noThenProperty: that is what it is about.
    then: () => {
      throw new Error('then() throws');
    },
  },
  // biome-ignore lint/suspicious/noThenProperty: that is what it is about.
  { then: (_done: () => void, fail: (error: unknown) => void) => fail(undefined) },
];

describe('a hook', () => {
  for (const method of ['beforeReceive', 'onReceive', 'routes'] as const) {
    it(`whose ${method}() throws is named, and the rest carries on`, async () => {
      for (const wrong of [
        () => {
          throw new Error('thrown');
        },
        () => Promise.reject(new Error('rejected')),
        () => Promise.reject(undefined),
      ]) {
        const { scripted, plug, after } = await opened({ [method]: wrong });
        plug.say('room', '1');
        plug.say('room', '2');
        await scripted.clock.settle();
        expect(after).toEqual(['1', '2']);
        expect(scripted.warnings).toHaveLength(2);
        expect(scripted.warnings[0]).toContain('hook bad threw for one event of net/room');
        const fault = scripted.states.find(({ cause }) => cause !== undefined);
        expect(fault).toMatchObject({ kind: 'hook', name: 'bad', state: 'started', previous: 'started' });
        expect(fault?.cause).toBeInstanceOf(HookError);
        await scripted.close();
      }
    });
  }

  for (const method of ['beforeReceive', 'onReceive', 'routes', 'beforeSend'] as const) {
    it(`whose ${method}() gives nonsense is passed over`, async () => {
      for (const value of [...nonsense, ...thenables]) {
        const { scripted, plug, after } = await opened({ [method]: () => value });
        plug.say('room', '1');
        await scripted.clock.settle();
        expect(after, String(method)).toEqual(['1']);
        const sent = await scripted.clock.wait(plug.channel('room').send('out'));
        expect(sent.refs).toHaveLength(1);
        await scripted.close();
      }
    });
  }

  it('whose beforeSend() gives a message that is none is passed over', async () => {
    for (const message of [
      null,
      7,
      { text: 'not rich' },
      { text: 7 },
      { attachments: 7 },
      { text: new RichText('x'), card: 7 },
    ]) {
      const { scripted, plug } = await opened({ beforeSend: ({ channel }) => ({ channel, message }) as never });
      await scripted.clock.wait(plug.channel('room').send('out'));
      expect(plug.texts, JSON.stringify(message)).toEqual(['out']);
      expect(scripted.warnings).toEqual([expect.stringContaining('hook bad')]);
      await scripted.close();
    }
  });

  it('whose beforeReceive() gives an event whose content is none is passed over', async () => {
    for (const change of [
      { text: 'not rich' },
      { text: 7 },
      { ref: undefined },
      { source: undefined },
      { attachments: 7 },
    ]) {
      const { scripted, plug, after } = await opened({
        beforeReceive: (event) => ({ ...event, ...change }) as ChatEvent,
      });
      plug.say('room', 'in');
      await scripted.clock.settle();
      expect(after, JSON.stringify(change)).toEqual(['in']);
      expect(scripted.warnings).toEqual([expect.stringContaining('hook bad')]);
      await scripted.close();
    }
  });

  for (const method of ['beforeReceive', 'onReceive', 'routes', 'beforeSend'] as const) {
    it(`whose ${method}() hangs is given up`, async () => {
      const { scripted, plug, after } = await opened({ [method]: () => new Promise(() => undefined) });
      plug.say('room', '1');
      const sending = plug.channel('room').send('out');
      await scripted.clock.advance(5000);
      expect(after).toEqual(['1']);
      expect((await scripted.clock.wait(sending)).refs).toHaveLength(1);
      expect(scripted.warnings.join()).toContain('hook bad was given up');
      await scripted.close();
    });
  }

  it('that answers after it was given up does not hurry the event after it', async () => {
    const answers: (() => void)[] = [];
    const begun: string[] = [];
    const { scripted, plug } = await opened({
      onReceive(event) {
        begun.push(event.type === 'message' ? String(event.text) : event.type);
        return new Promise<void>((resolve) => answers.push(resolve));
      },
    });
    for (const text of ['1', '2', '3']) plug.say('room', text);
    await scripted.clock.advance(1500);
    expect(begun).toEqual(['1', '2']);
    // The answer for what was given up comes while the next one is with the hook.
    answers[0]?.();
    await scripted.clock.settle();
    expect(begun).toEqual(['1', '2']);
    answers[1]?.();
    await scripted.clock.settle();
    expect(begun).toEqual(['1', '2', '3']);
    answers[2]?.();
    await scripted.close();
  });

  it('that answers after it was given up changes nothing', async () => {
    let answer: (event: null) => void = () => undefined;
    const { scripted, plug, after } = await opened({
      beforeReceive: () =>
        new Promise<null>((resolve) => {
          answer = resolve;
        }),
    });
    plug.say('room', '1');
    await scripted.clock.advance(1500);
    expect(after).toEqual(['1']);
    const late = answer;
    plug.say('room', '2');
    await scripted.clock.settle();
    late(null);
    await scripted.clock.advance(5000);
    expect(after).toEqual(['1', '2']);
    await scripted.close();
  });

  it('that does not start gets no events, and keeps nobody else from starting', async () => {
    for (const start of [
      () => {
        throw new Error('thrown');
      },
      () => Promise.reject(new Error('rejected')),
      () => new Promise<void>(() => undefined),
    ]) {
      const seen: string[] = [];
      const { scripted, plug, after } = await opened({ start, onReceive: ({ type }) => void seen.push(type) });
      plug.say('room', '1');
      await scripted.clock.settle();
      expect([seen, after]).toEqual([[], ['1']]);
      expect(scripted.states).toContainEqual(expect.objectContaining({ kind: 'hook', name: 'bad', state: 'failed' }));
      await scripted.close();
    }
  });

  it('may drop an event, and then nobody else sees it', async () => {
    const { scripted, plug, after } = await opened({ beforeReceive: () => null });
    plug.say('room', '1');
    await scripted.clock.settle();
    expect(after).toEqual([]);
    await scripted.close();
  });

  it('may drop a message, and the send says so', async () => {
    const { scripted, plug } = await opened({ beforeSend: () => null });
    await expect(scripted.clock.wait(plug.channel('room').send('1'))).rejects.toMatchObject({
      code: 'TIELINE_DROPPED',
    });
    expect(plug.calls).toEqual([]);
    await scripted.close();
  });

  it('may send a message elsewhere, but not for ever', async () => {
    const { scripted, plug } = await opened({
      beforeSend: ({ channel, message }) => ({ channel: channel.plug.channel(`${channel.source}x`), message }),
    });
    await expect(scripted.clock.wait(plug.channel('room').send('1'))).rejects.toMatchObject({
      code: 'TIELINE_DROPPED',
    });
    await scripted.close();
    let turned = false;
    const once = await opened({
      beforeSend({ channel, message }) {
        if (turned) return undefined;
        turned = true;
        return { channel: channel.plug.channel('elsewhere'), message };
      },
    });
    const { refs } = await once.scripted.clock.wait(once.plug.channel('room').send('1'));
    expect(refs[0].channel.source).toBe('elsewhere');
    await once.scripted.close();
  });

  it('may answer in the channel it hears, without a deadlock', async () => {
    const answered: string[] = [];
    const { scripted, plug } = await opened({
      async onReceive(event) {
        if (event.type !== 'message' || event.self) return;
        const { refs } = await event.channel.send(`re: ${String(event.text)}`);
        answered.push(refs[0].id);
      },
    });
    plug.onCall = (call) => {
      void call.echo();
      call.succeed();
    };
    for (const text of ['1', '2', '3']) plug.say('room', text);
    await scripted.clock.settle();
    expect(answered).toHaveLength(3);
    expect(scripted.texts.toSorted()).toEqual(['1', '2', '3', 're: 1', 're: 2', 're: 3']);
    await scripted.close();
  });

  it('is asked in the order of the priorities, and all of one priority at once', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    const log: string[] = [];
    class Noting extends Hook<undefined> {
      override async onReceive(): Promise<void> {
        log.push(`${this.name} begins`);
        await undefined;
        log.push(`${this.name} ends`);
      }
    }
    for (const [name, priority] of [['last'], ['also last'], ['b', 2], ['a', 1], ['b too', 2]] as const) {
      scripted.host.addHook(new Noting(name), priority === undefined ? {} : { priority });
    }
    await scripted.open();
    plug.say('room', '1');
    await scripted.clock.settle();
    expect(log).toEqual([
      ...['a begins', 'a ends'],
      ...['b begins', 'b too begins', 'b ends', 'b too ends'],
      ...['last begins', 'also last begins', 'last ends', 'also last ends'],
    ]);
    await scripted.close();
  });
});
