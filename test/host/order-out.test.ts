import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryStore, NotConnectedError, PlugError, RateLimitedError } from '../../src/index.ts';
import { anyMoment, at } from './moments.ts';
import { ScriptedHost } from './scripted-host.ts';
import { slowStore } from './slow-store.ts';

const failure = fc.constantFrom('refused', 'uncertain', 'limited', 'foreign', 'away');
const attempt = fc.record({ ends: anyMoment, fails: fc.option(failure, { freq: 2 }) });
const messages = fc.array(
  fc.record({
    channel: fc.constantFrom('a', 'b'),
    how: fc.constantFrom('send', 'post'),
    at: anyMoment,
    attempts: fc.array(attempt, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);

function toError(kind: 'refused' | 'uncertain' | 'limited' | 'foreign' | 'away'): unknown {
  switch (kind) {
    case 'refused':
      return new PlugError('refused', { retryable: true, certain: true });
    case 'uncertain':
      return new PlugError('uncertain', { retryable: true, certain: false });
    case 'limited':
      return new RateLimitedError('limited', { retryAfterMs: 700 });
    case 'foreign':
      return 'not even an error';
    case 'away':
      return new NotConnectedError('away');
  }
}

interface Put {
  readonly index: number;
  readonly channel: string;
  /** How many puts to that channel were under way when it began. */
  readonly others: number;
}

interface Outcome {
  /** The messages of each channel, in the order of the calls. */
  readonly called: Readonly<Record<string, number[]>>;
  readonly puts: readonly Put[];
  readonly delivered: readonly number[];
}

type Messages = typeof messages extends fc.Arbitrary<infer List> ? List : never;

/** Sends the messages, with what becomes of each attempt, until all is over. */
async function run(scripted: ScriptedHost, list: Messages, pipeline: number): Promise<Outcome> {
  const { clock } = scripted;
  const plug = scripted.plug('net', { capabilities: { pipeline } });
  const called: Record<string, number[]> = { a: [], b: [] };
  const puts: Put[] = [];
  const delivered: number[] = [];
  const attempts = list.map((message) => [...message.attempts]);
  plug.onCall = (call) => {
    const index = Number(call.text);
    const channel = call.channel.source;
    puts.push({
      index,
      channel,
      others: plug.pending.filter((other) => other !== call && other.channel === call.channel).length,
    });
    const { ends, fails } = attempts[index]?.shift() ?? { ends: { ms: 0, macrotasks: 0, microtasks: 1 }, fails: null };
    at(clock, ends, () => {
      if (fails !== null) return call.fail(toError(fails));
      delivered.push(index);
      return call.succeed();
    });
  };
  await scripted.open();
  list.forEach(({ channel, how, at: moment }, index) => {
    at(clock, moment, () => {
      called[channel]?.push(index);
      void plug
        .channel(channel)
        [how](String(index))
        .catch(() => undefined);
    });
  });
  await clock.advance(600_000);
  return { called, puts, delivered };
}

function expectOrder({ called, puts }: Pick<Outcome, 'called' | 'puts'>, pipeline: number): void {
  for (const [channel, order] of Object.entries(called)) {
    const here = puts.filter((put) => put.channel === channel);
    const places = here.map(({ index }) => order.indexOf(index));
    expect([...new Set(places)], 'first attempts').toEqual([...order.keys()]);
    for (const { index, others } of here) {
      expect(others, `puts under way beside ${index}`).toBeLessThan(pipeline);
    }
    // What goes again goes before all that has not left.
    if (pipeline === 1) expect(places).toEqual(places.toSorted((x, y) => x - y));
  }
}

describe('promise 3: messages to a channel go out in order', () => {
  for (const lasting of [false, true]) {
    it(`in the order of the calls, whatever becomes of them${lasting ? ', with a store that lasts' : ''}`, async () => {
      await fc.assert(
        fc.asyncProperty(messages, fc.integer({ min: 1, max: 3 }), async (list, pipeline) => {
          const scripted = new ScriptedHost(lasting ? { store: slowStore(memoryStore({ lasting: true })) } : {});
          const { called, puts, delivered } = await run(scripted, list, pipeline);
          expectOrder({ called, puts }, pipeline);
          for (const [index, { how }] of list.entries()) {
            if (how === 'post') expect(delivered).toContain(index);
          }
          expect(scripted.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, uncertain: 0, dead: 0 });
          await scripted.close();
        }),
      );
    });
  }

  it('one put() at a time unless the plug declares a pipeline', async () => {
    for (const pipeline of [undefined, 1, 3]) {
      const scripted = new ScriptedHost();
      const plug = scripted.plug('net', { capabilities: pipeline === undefined ? {} : { pipeline } });
      await scripted.open();
      for (const text of ['1', '2', '3', '4', '5']) void plug.channel('a').send(text);
      await scripted.clock.settle();
      expect(plug.texts).toEqual(['1', '2', '3', '4', '5'].slice(0, pipeline ?? 1));
      plug.onCall = (call) => call.succeed();
      for (const call of plug.pending) call.succeed();
      await scripted.clock.settle();
      expect(plug.texts).toEqual(['1', '2', '3', '4', '5']);
      await scripted.close();
    }
  });

  it('what goes again goes before all that has not left, also with a pipeline', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net', { capabilities: { pipeline: 2 } });
    await scripted.open();
    for (const text of ['1', '2', '3', '4']) void plug.channel('a').post(text);
    await clock.settle();
    const [first, second] = plug.calls;
    first?.fail(new PlugError('refused', { certain: true }));
    await clock.advance(10_000);
    // The second is still on its way: nothing may pass it, nor the first.
    expect(plug.texts).toEqual(['1', '2']);
    plug.onCall = (call) => call.succeed();
    second?.succeed();
    await clock.advance(10_000);
    expect(plug.texts).toEqual(['1', '2', '1', '3', '4']);
    await scripted.close();
  });

  it('what goes again together keeps its order', async () => {
    for (const failing of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      const scripted = new ScriptedHost();
      const plug = scripted.plug('net', { capabilities: { pipeline: 3 } });
      await scripted.open();
      for (const text of ['1', '2', '3', '4']) void plug.channel('a').post(text);
      await scripted.clock.settle();
      for (const index of failing) plug.calls[index]?.fail(new PlugError('refused', { certain: true }));
      plug.onCall = (call) => call.succeed();
      await scripted.clock.advance(10_000);
      expect(plug.texts).toEqual(['1', '2', '3', '1', '2', '3', '4']);
      await scripted.close();
    }
  });

  it('the host makes the echoes in that order, whichever answer of a pipeline comes first', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net', { capabilities: { pipeline: 3, echo: 'none' } });
    await scripted.open();
    const receipts: string[] = [];
    for (const text of ['1', '2', '3']) {
      void plug
        .channel('a')
        .send(text)
        .then(() => receipts.push(text));
    }
    await scripted.clock.settle();
    plug.calls[1]?.succeed();
    plug.calls[2]?.succeed();
    await scripted.clock.advance(10);
    expect([receipts, scripted.texts]).toEqual([[], []]);
    plug.calls[0]?.succeed();
    await scripted.clock.advance(10);
    expect([receipts, scripted.texts]).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
    await scripted.close();
  });

  it('keeps edits, deletes and reactions in line with the messages', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net', { capabilities: { edit: true, delete: true, reaction: true } });
    await scripted.open();
    const room = plug.channel('a');
    const sending = room.send('1');
    plug.last.succeed('id');
    const { refs } = await scripted.clock.wait(sending);
    void room.send('2');
    void room.edit(refs[0], '1b');
    void room.react(refs[0], '👍');
    void room.send('3');
    void room.delete(refs[0]);
    plug.onCall = (call) => call.succeed();
    plug.last.succeed();
    await scripted.clock.settle();
    expect(plug.calls.map(({ method }) => method)).toEqual([
      'put',
      'put',
      'putEdit',
      'putReaction',
      'put',
      'putDelete',
    ]);
    await scripted.close();
  });
});

describe('a message that goes again', () => {
  it('does so no sooner than the network asked for, whatever is posted behind it', async () => {
    const scripted = new ScriptedHost({ store: slowStore(memoryStore({ lasting: true })) });
    const { clock } = scripted;
    const plug = scripted.plug('net');
    await scripted.open();
    const room = plug.channel('room');
    const acts: Readonly<Record<string, () => void>> = {
      'posted before': () => undefined,
      'posted meanwhile': () => clock.after(100, () => void room.post('4')),
    };
    for (const [name, act] of Object.entries(acts)) {
      const before = plug.calls.length;
      await clock.wait(Promise.all([room.post('1'), room.post('2')]));
      await clock.settle();
      void room.post('3');
      plug.last.fail(new RateLimitedError('slow down', { retryAfterMs: 5000 }));
      act();
      await clock.advance(4999);
      expect(plug.calls.length - before, name).toBe(1);
      plug.onCall = (call) => call.succeed();
      await clock.advance(2);
      expect(plug.texts.slice(before, before + 4), name).toEqual(['1', '1', '2', '3']);
      plug.onCall = undefined;
      await clock.advance(1000);
    }
  });
});
