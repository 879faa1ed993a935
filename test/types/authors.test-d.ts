// What the authors of plugs and hooks may rely on. Checked by `npm run typecheck`; nothing here runs.
import { expectTypeOf } from 'vitest';
import {
  type Awaitable,
  type Capabilities,
  type ChatEvent,
  type ConfigError,
  type ConfigIssue,
  defineHook,
  type Hook,
  Plug,
  type QueuedEvent,
  type TielineError,
} from '../../src/index.ts';

const capabilities: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'none', idempotency: 'none' };

/** The least that a plug is. */
export class LeastPlug extends Plug {
  readonly networkName = 'Least';
  readonly networkId = 'least';
  readonly capabilities: Capabilities = capabilities;

  protected put(): Promise<string> {
    return Promise.resolve('1');
  }

  hear(id: string): void {
    const channel = this.channel('room');
    expectTypeOf(
      this.queue({ type: 'message', channel, id, text: 'plain text will do' }),
    ).resolves.toEqualTypeOf<void>();
    expectTypeOf(this.queue({ type: 'leave', channel, users: [{ id: 'ann' }] })).resolves.toEqualTypeOf<void>();
    // @ts-expect-error: a message has an id
    const nameless: QueuedEvent = { type: 'message', channel, text: 'x' };
    expectTypeOf(nameless).toExtend<QueuedEvent>();
  }
}

// @ts-expect-error: without put() it is no plug
export class NoPlug extends Plug {
  readonly networkName = 'None';
  readonly networkId = 'none';
  readonly capabilities: Capabilities = capabilities;
}

// @ts-expect-error: how an echo is known must be said
expectTypeOf<Capabilities>({ text: { unit: 'byte', marks: [] }, idempotency: 'none' });

// A hook is as much as one method.
const log = defineHook('log', {
  onReceive(event) {
    expectTypeOf(event).toEqualTypeOf<ChatEvent>();
  },
});
expectTypeOf(log).toExtend<Hook>();
expectTypeOf(defineHook('drop', { beforeReceive: () => null })).toExtend<Hook>();
// @ts-expect-error: there is no such method
defineHook('wrong', { onRecieve: () => undefined });
expectTypeOf<ReturnType<NonNullable<Hook['onReceive']>>>().toEqualTypeOf<Awaitable<void>>();

// Callers branch on codes.
expectTypeOf<ConfigError['code']>().toEqualTypeOf<'TIELINE_CONFIG'>();
expectTypeOf<ConfigError['issues']>().toEqualTypeOf<readonly ConfigIssue[]>();
expectTypeOf<ConfigError>().toExtend<TielineError>();
