// What somebody who composes a bridge may rely on. Checked by `npm run typecheck`; nothing here runs.
import type { Observable } from 'rxjs';
import { expectTypeOf } from 'vitest';
import {
  type Channel,
  type ChatEvent,
  type Host,
  type MessageInput,
  type MessageRef,
  Plug,
  type PlugState,
  type Posted,
  type Receipt,
  type RichText,
  type StateChange,
} from '../../src/index.ts';

declare class OwnPlug extends Plug<{ readonly token: string }> {
  readonly networkName: string;
  readonly networkId: string;
  readonly capabilities: Plug['capabilities'];
  protected put(): Promise<string>;
  readonly special: number;
}

export function composing(host: Host, channel: Channel, own: OwnPlug): void {
  // A plug that is added keeps its type, and its configuration its own.
  expectTypeOf(host.addPlug(own)).toEqualTypeOf<OwnPlug>();
  expectTypeOf(own.config).toEqualTypeOf<{ readonly token: string }>();
  expectTypeOf(own.state).toEqualTypeOf<PlugState>();
  expectTypeOf(host.events).toEqualTypeOf<Observable<ChatEvent>>();
  expectTypeOf(host.states).toEqualTypeOf<Observable<StateChange>>();
  expectTypeOf(host).toExtend<AsyncDisposable>();

  // A receipt has at least one ref.
  expectTypeOf(channel.send('x')).resolves.toEqualTypeOf<Receipt>();
  expectTypeOf(channel.post('x', { key: 'k' })).resolves.toEqualTypeOf<Posted>();
  expectTypeOf<Receipt['refs'][0]>().toEqualTypeOf<MessageRef>();

  // @ts-expect-error: authors write put(), callers send()
  void own.put();
}

// Whatever reads like a message is one.
expectTypeOf<string>().toExtend<MessageInput>();
expectTypeOf<RichText>().toExtend<MessageInput>();
expectTypeOf<{ text: string; action: true }>().toExtend<MessageInput>();
expectTypeOf<number>().not.toExtend<MessageInput>();

export function hearing(event: ChatEvent): void {
  // An event is told apart by its type, and changed by spreading it.
  if (event.type === 'message') expectTypeOf(event.text).toEqualTypeOf<RichText | undefined>();
  if (event.type === 'reaction') expectTypeOf(event.emoji).toEqualTypeOf<string>();
  if (event.type === 'delete') expectTypeOf(event).not.toHaveProperty('replyTo');
  expectTypeOf(event.plug).toEqualTypeOf<Plug>();
  expectTypeOf(event.channel).toEqualTypeOf<Channel>();
  // @ts-expect-error: it is read-only
  event.self = true;
}
