import { describe, expect, it } from 'vitest';
import { NotConnectedError, PlugError, type Receipt, RichText, TielineError } from '../../src/index.ts';
import type { ScriptedOptions, ScriptedPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

async function opened(options: ScriptedOptions = {}): Promise<{ scripted: ScriptedHost; plug: ScriptedPlug }> {
  const scripted = new ScriptedHost({ sendTimeoutMs: 5000 });
  const plug = scripted.plug('net', options);
  await scripted.open();
  return { scripted, plug };
}

/** What a promise came to, once it has. */
function outcome(promise: Promise<Receipt>): { error?: unknown; receipt?: Receipt } {
  const found: { error?: unknown; receipt?: Receipt } = {};
  promise.then(
    (receipt) => {
      found.receipt = receipt;
    },
    (error: unknown) => {
      found.error = error;
    },
  );
  return found;
}

describe('a put()', () => {
  it('that throws rejects the send, and the next goes on', async () => {
    const { scripted, plug } = await opened();
    const room = plug.channel('room');
    const first = outcome(room.send('1'));
    const second = outcome(room.send('2'));
    plug.last.fail(new TypeError('no such thing'));
    await scripted.clock.settle();
    expect(first.error).toBeInstanceOf(PlugError);
    expect(first.error).toMatchObject({
      code: 'TIELINE_PLUG',
      retryable: true,
      certain: false,
      cause: new TypeError('no such thing'),
    });
    plug.last.succeed();
    await scripted.clock.settle();
    expect(second.receipt?.refs).toHaveLength(1);
  });

  it('that throws at once, without a promise, does no other harm', async () => {
    const { scripted, plug } = await opened();
    plug.onCall = () => {
      throw new Error('at once');
    };
    const first = outcome(plug.channel('room').send('1'));
    await scripted.clock.settle();
    expect(first.error).toMatchObject({ code: 'TIELINE_PLUG' });
    plug.onCall = (call) => call.succeed();
    const second = outcome(plug.channel('room').send('2'));
    await scripted.clock.settle();
    expect(second.receipt).toBeDefined();
  });

  it('says itself whether it may be tried again and whether it is certain', async () => {
    const { scripted, plug } = await opened();
    const first = outcome(plug.channel('room').send('1'));
    plug.last.fail(Object.assign(new Error('refused'), { retryable: false, certain: true }));
    await scripted.clock.settle();
    expect(first.error).toMatchObject({ retryable: false, certain: true });
  });

  it('that hangs is given up: its signal is aborted, the send rejects, the next goes on', async () => {
    const { scripted, plug } = await opened();
    const room = plug.channel('room');
    const first = outcome(room.send('1'));
    const { signal } = plug.last.options;
    const second = outcome(room.send('2'));
    await scripted.clock.advance(4000);
    expect([signal.aborted, first.error]).toEqual([false, undefined]);
    await scripted.clock.advance(5000);
    expect(signal.aborted).toBe(true);
    expect(first.error).toBeInstanceOf(TielineError);
    expect(first.error).toMatchObject({ certain: false });
    expect(plug.texts).toEqual(['1', '2']);
    plug.last.succeed();
    await scripted.clock.settle();
    expect(second.receipt).toBeDefined();
  });

  it('that ends after it was given up does not end another', async () => {
    const { scripted, plug } = await opened();
    const room = plug.channel('room');
    const first = outcome(room.send('1'));
    const late = plug.last;
    const second = outcome(room.send('2'));
    await scripted.clock.advance(9000);
    late.succeed('late');
    await scripted.clock.settle();
    expect(first.receipt).toBeUndefined();
    expect(second).toEqual({});
    void late.echo({ id: 'late' });
    plug.last.succeed();
    await scripted.clock.settle();
    // Its id came late, but it came: the echo is known as ours.
    expect(scripted.events[0]).toMatchObject({ self: true, ref: { id: 'late' }, source: { text: new RichText('1') } });
  });

  it('that gives no id is a fault of the plug', async () => {
    for (const result of [undefined, null, '', [], [''], 7, {}, ['a', 7]]) {
      const { scripted, plug } = await opened();
      const sending = outcome(plug.channel('room').send('1'));
      plug.last.succeed(result);
      await scripted.clock.settle();
      expect(sending.error, JSON.stringify(result)).toMatchObject({
        code: 'TIELINE_PLUG',
        retryable: false,
        certain: false,
      });
      expect(String(sending.error)).toContain('net: put() should give the id');
    }
  });

  it('that gives no id is not tried again', async () => {
    const { scripted, plug } = await opened();
    plug.onCall = (call) => call.succeed(undefined);
    await scripted.clock.wait(plug.channel('room').post('1'));
    await scripted.clock.advance(1e6);
    expect(plug.calls).toHaveLength(1);
  });

  it('may give several ids', async () => {
    const { scripted, plug } = await opened();
    const sending = outcome(plug.channel('room').send('1'));
    const call = plug.last;
    void call.echo({ id: 'b' });
    void call.echo({ id: 'a' });
    call.succeed(['a', 'b', 'a']);
    await scripted.clock.settle();
    expect(sending.receipt?.refs.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(scripted.events.map((event) => event.type === 'message' && [event.ref.id, event.primary])).toEqual([
      ['b', false],
      ['a', true],
    ]);
  });

  it('that gives an id twice confuses nobody', async () => {
    const { scripted, plug } = await opened();
    const room = plug.channel('room');
    plug.onCall = (call) => call.succeed('same');
    const [first, second] = [outcome(room.send('1')), outcome(room.send('2'))];
    await scripted.clock.settle();
    void plug.calls[0]?.echo({ id: 'same' });
    void plug.calls[1]?.echo({ id: 'same' });
    await scripted.clock.settle();
    expect([first.receipt?.refs[0].id, second.receipt?.refs[0].id]).toEqual(['same', 'same']);
    expect(scripted.events).toHaveLength(1);
    expect(scripted.events[0]).toMatchObject({ self: true });
  });

  it('never sees a signal that is aborted while somebody waits', async () => {
    const { scripted, plug } = await opened();
    const sending = plug.channel('room').post('1');
    await scripted.clock.wait(sending);
    plug.last.fail(new PlugError('refused', { certain: true }));
    await scripted.clock.advance(5000);
    expect(plug.calls).toHaveLength(2);
    expect(plug.last.options.signal.aborted).toBe(false);
    expect(plug.last.options.key).toBe(plug.calls[0]?.options.key);
  });

  it('that looks late whether somebody waits for it finds that nobody does', async () => {
    const { scripted, plug } = await opened();
    await scripted.clock.wait(plug.channel('room').post('1'));
    const [given] = plug.calls;
    await scripted.clock.advance(6500);
    expect(given?.options.signal.aborted, 'before the next attempt').toBe(true);
    await scripted.clock.advance(2000);
    expect(plug.calls).toHaveLength(2);
    expect(given?.options.signal.aborted, 'during the next attempt').toBe(true);
    expect(plug.last.options.signal.aborted).toBe(false);
  });

  it('that ends after it was given up settles what was posted', async () => {
    const { scripted, plug } = await opened();
    const posted = await scripted.clock.wait(plug.channel('room').post('1'));
    const receipt = outcome(posted.receipt());
    await scripted.clock.advance(6500);
    expect(plug.calls).toHaveLength(1);
    plug.last.succeed('late');
    await scripted.clock.advance(100_000);
    expect(receipt.receipt?.refs.map(({ id }) => id)).toEqual(['late']);
    expect(plug.calls, 'it is not sent again').toHaveLength(1);
    expect(scripted.host.outbox.counts).toMatchObject({ sent: 1, uncertain: 0 });
  });

  it('is not called by what was given up: the parts of a message that hung', async () => {
    const { scripted, plug } = await opened({ capabilities: { text: { maxLength: 10, unit: 'utf16', marks: [] } } });
    await scripted.clock.wait(plug.channel('room').post('part one  part two'));
    const hung = plug.last;
    await scripted.clock.advance(8000);
    expect(plug.texts).toEqual(['part one', 'part one']);
    hung.succeed('late');
    await scripted.clock.settle();
    expect(plug.texts, 'the given up attempt goes no further').toEqual(['part one', 'part one']);
    plug.last.succeed();
    await scripted.clock.settle();
    expect(plug.texts).toEqual(['part one', 'part one', 'part two']);
  });
});

describe('an echo', () => {
  const cases = {
    'before put() has ended': (plug: ScriptedPlug) => {
      void plug.last.echo();
      plug.last.succeed();
    },
    'after put() has ended': (plug: ScriptedPlug) => {
      plug.last.succeed();
      void plug.last.echo();
    },
    twice: (plug: ScriptedPlug) => {
      void plug.last.echo();
      plug.last.succeed();
      void plug.last.echo();
    },
    'of a put() that then fails': (plug: ScriptedPlug) => {
      void plug.last.echo();
      plug.last.fail();
    },
    'of a put() that has failed': (plug: ScriptedPlug) => {
      plug.last.fail();
      void plug.last.echo();
    },
  };
  for (const [name, act] of Object.entries(cases)) {
    it(`${name} is handed out once, as our own`, async () => {
      const { scripted, plug } = await opened();
      const sending = outcome(plug.channel('room').send({ text: 'hello', extras: { mine: 1 } }));
      act(plug);
      await scripted.clock.settle();
      expect(sending).not.toEqual({});
      expect(scripted.events).toHaveLength(1);
      expect(scripted.events[0]).toMatchObject({
        type: 'message',
        self: true,
        primary: true,
        source: { extras: { mine: 1 } },
      });
    });
  }

  it('of a put() that hung settles what was posted, and it is not sent again', async () => {
    const { scripted, plug } = await opened();
    const posted = await scripted.clock.wait(plug.channel('room').post('hello'));
    const receipt = outcome(posted.receipt());
    await scripted.clock.advance(6000);
    const before = plug.calls.length;
    void plug.calls[0]?.echo({ id: 'x' });
    if (before > 1) plug.last.fail(new NotConnectedError('away'));
    await scripted.clock.advance(60_000);
    expect(receipt.receipt?.refs.map(({ id }) => id)).toEqual(['x']);
    expect(scripted.host.outbox.counts).toMatchObject({ sent: 1, uncertain: 0, pending: 0 });
  });

  it('of an attempt that was repeated is our own, too', async () => {
    const { scripted, plug } = await opened();
    const posted = await scripted.clock.wait(plug.channel('room').post({ text: 'hello', extras: { mine: 1 } }));
    const receipt = outcome(posted.receipt());
    plug.last.fail(new PlugError('who knows', { certain: false }));
    await scripted.clock.advance(3000);
    expect(plug.calls).toHaveLength(2);
    plug.last.succeed('second');
    await scripted.clock.settle();
    expect(receipt.receipt?.refs[0].id).toBe('second');
    // Now the network's copy of the first attempt comes: it did arrive.
    void plug.calls[0]?.echo({ id: 'first', key: plug.calls[0].options.key });
    await scripted.clock.settle();
    expect(scripted.events).toHaveLength(1);
    expect(scripted.events[0]).toMatchObject({ self: true, primary: false, source: { extras: { mine: 1 } } });
  });

  it('is not what a stranger says in the same words', async () => {
    const { scripted, plug } = await opened();
    outcome(plug.channel('room').send('hello'));
    plug.last.fail();
    await scripted.clock.settle();
    plug.say('room', 'hello');
    await scripted.clock.settle();
    expect(scripted.events[0]).toMatchObject({ self: false });
  });
});

describe('a send with a timeout of its own', () => {
  it('waits so long for put(), and no longer', async () => {
    const { scripted, plug } = await opened();
    const room = plug.channel('room');
    const quick = outcome(room.send('1', { timeoutMs: 1000 }));
    await scripted.clock.advance(4000);
    expect(quick.error).toMatchObject({ code: 'TIELINE_PLUG', certain: false });
    const patient = outcome(room.send('2', { timeoutMs: 60_000 }));
    await scripted.clock.advance(50_000);
    expect(patient).toEqual({});
    await scripted.clock.advance(20_000);
    expect(patient.error).toMatchObject({ code: 'TIELINE_PLUG', certain: false });
  });
});
