import { afterAll, describe, expect, it } from 'vitest';
import { type ChatEvent, defineHook, Hook, type HookMethods, RichText } from '../../src/index.ts';
import { hookContract } from '../../src/testing/index.ts';
import { runContract } from './fixtures/run-contract.ts';

hookContract({ describe, it, name: 'one that does nothing', create: () => ({ hook: defineHook('idle', {}) }) });

hookContract({
  describe,
  it,
  name: 'one that leads on, changes, drops and answers',
  create: ({ here, there }) => ({
    hook: defineHook('busy', {
      routes: (event) => (event.channel === here ? [{ channel: there }] : undefined),
      beforeReceive: (event) =>
        event.type === 'presence' ? null : event.type === 'topic' ? { ...event, text: 'changed' } : undefined,
      async beforeSend({ channel, message }) {
        if (String(message.text) === '/quit') return null;
        return { channel, message: { ...message, text: new RichText(String(message.text ?? '')) } };
      },
      async onReceive(event) {
        if (event.type === 'join' && !event.self) await there.post('welcome');
      },
    }),
  }),
});

const never = new Promise<never>(() => undefined);
const timers: NodeJS.Timeout[] = [];

/** Hooks with one fault each, and the tests that fail. */
const broken: Readonly<Record<string, { readonly methods: HookMethods; readonly caughtBy: readonly string[] }>> = {
  'throws for what is no message': {
    methods: { onReceive: (event) => void (event as ChatEvent & { readonly type: 'message' }).ref.id },
    caughtBy: [
      'takes every kind of event, and changes none that it was given',
      'takes hostile texts and names',
      'starts, stops, and leaves nothing behind',
      'is through with an event in time',
    ],
  },
  'throws where there is no author': {
    methods: { onReceive: (event) => void (event.type === 'message' && event.user?.id.length === undefined && fail()) },
    caughtBy: ['takes every kind of event, and changes none that it was given'],
  },
  'changes the event that it was given': {
    methods: { onReceive: (event) => void (event.type === 'edit' && Object.assign(event, { text: 'mine' })) },
    caughtBy: ['takes every kind of event, and changes none that it was given'],
  },
  'chokes on long texts': {
    methods: { onReceive: (event) => void (event.type === 'message' && String(event.text).length > 10_000 && fail()) },
    caughtBy: ['takes hostile texts and names'],
  },
  hangs: {
    methods: {
      onReceive: (event) => (event.type === 'message' && String(event.text) === 'message 7' ? never : undefined),
    },
    caughtBy: ['is through with an event in time'],
  },
  'gives nonsense back': {
    methods: { beforeReceive: (event) => (event.type === 'title' ? ('nonsense' as never) : undefined) },
    caughtBy: ['takes every kind of event, and changes none that it was given'],
  },
  'gives nonsense back for what is sent': {
    methods: { beforeSend: ({ message }) => ({ message }) as never },
    caughtBy: ['lets what is sent go out, or says that it does not'],
  },
  'does not start': {
    methods: { start: () => fail() },
    caughtBy: [
      'starts, stops, and leaves nothing behind',
      'can be removed while the host runs',
      'takes every kind of event, and changes none that it was given',
      'takes hostile texts and names',
      'is through with an event in time',
      'lets what is sent go out, or says that it does not',
    ],
  },
  'does not stop': {
    methods: { stop: () => never },
    caughtBy: ['starts, stops, and leaves nothing behind', 'can be removed while the host runs'],
  },
  'leaves a timer behind': {
    methods: { start: () => void timers.push(setInterval(() => undefined, 1000)) },
    caughtBy: ['starts, stops, and leaves nothing behind'],
  },
  'says again what it heard': {
    methods: {
      async onReceive(event) {
        if (event.type === 'message' && !event.self && String(event.text).includes('once'))
          await event.channel.send(String(event.text));
      },
    },
    caughtBy: ['sends an event back to no place where it was'],
  },
};

function fail(): never {
  throw new Error('the hook throws');
}

describe('the contract of a hook', () => {
  afterAll(() => {
    for (const timer of timers) clearInterval(timer);
  });

  for (const [fault, { methods, caughtBy }] of Object.entries(broken)) {
    it(`finds one that ${fault}`, { timeout: 60_000 }, async () => {
      const failures = await runContract(({ describe: group, it: test }) =>
        hookContract({
          describe: group,
          it: test,
          name: fault,
          create: () => ({ hook: defineHook('broken', methods) }),
          patienceMs: 600,
        }),
      );
      const found = [...failures].map(([title, error]) => `${title}: ${String(error).split('\n', 1)[0]}`).join('\n');
      expect([...failures.keys()].toSorted(), found).toEqual([...caughtBy].toSorted());
    });
  }

  it('finds one that has no name', async () => {
    class Nameless extends Hook<undefined> {}
    const failures = await runContract(({ describe: group, it: test }) =>
      hookContract({
        describe: group,
        it: test,
        name: 'nameless',
        create: () => ({ hook: Object.assign(new Nameless('x'), { onReceive: 'not a method' }) as unknown as Hook }),
        patienceMs: 600,
      }),
    );
    expect([...failures.keys()]).toContain('has a name, and methods where it has anything');
  });
});
