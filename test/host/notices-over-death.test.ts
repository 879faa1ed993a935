import { describe, expect, it } from 'vitest';
import { defineHook, memoryStore, RichText, type Store } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** A bridge of two hooks that lead the same events to the same channel; a third hook may never finish with one. */
async function bridge(store: Store, hangs: boolean) {
  const scripted = new ScriptedHost({ store });
  const from = scripted.plug('from');
  const to = scripted.plug('to');
  from.onCall = (call) => call.succeed();
  to.onCall = (call) => call.succeed();
  const message = { text: new RichText('the topic was changed') };
  for (const name of ['one', 'two']) {
    scripted.host.addHook(
      defineHook(name, {
        routes: ({ channel, type }) => {
          if (channel !== from.channel('x')) return [];
          return [{ channel: to.channel('y'), ...(type === 'topic' && { message }) }];
        },
      }),
    );
  }
  const never = new Promise<void>(() => undefined);
  scripted.host.addHook(
    defineHook('slow', { onReceive: ({ type }) => (hangs && type !== 'message' ? never : undefined) }),
  );
  await scripted.open();
  return { scripted, from, to };
}

describe('what two hooks tell of one event', () => {
  for (const type of ['topic', 'reaction'] as const) {
    it(`is told once, though the process ends before a third has finished with a ${type}`, async () => {
      const store = memoryStore({ lasting: true });
      const first = await bridge(store, true);
      const { from, scripted } = first;
      const channel = from.channel('x');
      const id = from.say('x', 'hello');
      await scripted.clock.settle();
      const user = { id: 'ann' };
      void from.emit(
        type === 'topic'
          ? { type, channel, user, text: 'a topic' }
          : { type, channel, user, id, emoji: '👍', removed: false },
      );
      await scripted.clock.advance(20_000);
      expect(first.to.texts.length).toBe(2);
      const second = await bridge(store.crash(), false);
      await second.scripted.clock.advance(20_000);
      expect(second.to.texts).toEqual([]);
    });
  }
});
