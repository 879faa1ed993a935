import assert from 'node:assert/strict';
import { DroppedError, TielineError } from '../../errors.ts';
import type { Channel } from '../../plug/plug.ts';
import { HandleWatch } from '../handle-watch.ts';
import { settled, waitUntil } from '../wait-until.ts';
import type { HookBench } from './bench.ts';
import { everyKind, hostileTexts } from './events.ts';

/** One test of the contract: gets a hook in a host that is open, or with `opened: false` in one that is not. */
export type HookTest = (bench: HookBench) => Promise<void>;

const methods = ['beforeReceive', 'onReceive', 'routes', 'beforeSend', 'onMigrate', 'start', 'stop'] as const;

/** What every hook has to do. */
export const hookTests: Readonly<Record<string, HookTest | { readonly opened: false; readonly test: HookTest }>> = {
  'has a name, and methods where it has anything': {
    opened: false,
    async test({ fixture: { hook } }) {
      assert.ok(typeof hook.name === 'string' && hook.name !== '', 'hook.name is a string');
      const members = hook as unknown as Record<string, unknown>;
      for (const name of methods)
        assert.ok(['function', 'undefined'].includes(typeof members[name]), `${name} is a method`);
    },
  },

  'starts, stops, and leaves nothing behind': {
    opened: false,
    async test(bench) {
      const watch = new HandleWatch();
      try {
        await watch.during(async () => {
          await bench.open();
          await bench.happen({ type: 'message', id: bench.id(), text: 'hello', user: { id: 'ann', nick: 'Ann' } });
          await bench.close();
        });
        assert.deepEqual(bench.faults, [], 'it starts and stops without a fault');
        // What is closed may take a moment to be gone.
        await waitUntil(() => watch.left().length === 0, 'everything to be let go', bench.patienceMs).catch(
          () => undefined,
        );
        assert.deepEqual(watch.left(), [], 'timers and handles that the hook has left');
      } finally {
        watch.end();
      }
    },
  },

  'can be removed while the host runs': async (bench) => {
    await settled(bench.host.removeHook(bench.fixture.hook.name), 'the hook to be removed', bench.patienceMs);
    await bench.happen({ type: 'message', id: bench.id(), text: 'hello', user: { id: 'ann' } });
    assert.deepEqual(bench.faults, []);
  },

  'takes every kind of event, and changes none that it was given': async (bench) => {
    const known = bench.id();
    const id = (): string => bench.id();
    await bench.happen({ type: 'message', id: known, text: 'known', user: { id: 'ann', nick: 'Ann' } });
    for (const [kind, happening] of Object.entries(everyKind)) {
      await bench.happen(happening(id, known) as Parameters<HookBench['happen']>[0]);
      assert.deepEqual(bench.faults, [], `after ${kind}`);
    }
  },

  'takes hostile texts and names': async (bench) => {
    for (const text of hostileTexts) {
      await bench.happen({ type: 'message', id: bench.id(), text, user: { id: 'eve', nick: text.slice(0, 200) } });
      await bench.happen({ type: 'topic', text });
      assert.deepEqual(bench.faults, [], `after ${JSON.stringify(text.slice(0, 60))}`);
    }
  },

  'is through with an event in time': async (bench) => {
    for (let count = 0; count < 20; count += 1) {
      await bench.happen({
        type: 'message',
        id: bench.id(),
        text: `message ${count}`,
        user: { id: 'ann', nick: 'Ann' },
      });
    }
    assert.deepEqual(bench.faults, []);
  },

  'lets what is sent go out, or says that it does not': async (bench) => {
    for (const channel of [bench.here, bench.there]) {
      for (const text of ['hello', ...hostileTexts.slice(0, 6)]) {
        const outcome = await outcomeOf(bench, channel, text);
        if (outcome !== undefined)
          assert.ok(outcome instanceof DroppedError, `${String(outcome)} is no decision of a hook`);
      }
    }
    assert.deepEqual(bench.faults, []);
  },

  'sends an event back to no place where it was': async (bench) => {
    const text = 'only once here';
    await bench.happen({ type: 'message', id: bench.id(), text, user: { id: 'ann', nick: 'Ann' } });
    const back = bench.events.flatMap((event) =>
      event.type === 'message' && event.channel === bench.here && event.self && String(event.text).includes(text)
        ? [String(event.text)]
        : [],
    );
    // A hook that answers itself does so without end.
    assert.deepEqual(back.slice(0, 3), [], 'a copy came back into its own channel: the hook should look at event.self');
  },
};

/** What a send was refused with; undefined where it went out. */
async function outcomeOf(bench: HookBench, channel: Channel, text: string): Promise<unknown> {
  try {
    await settled(channel.send(text), 'a message to be sent', bench.patienceMs * 2);
    return undefined;
  } catch (error) {
    if (error instanceof TielineError) return error;
    throw error;
  }
}
