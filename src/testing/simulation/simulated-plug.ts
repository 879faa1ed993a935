import type { Message } from '../../model/message.ts';
import type { MessageRef } from '../../model/refs.ts';
import type { PutOptions } from '../../plug/delivery.ts';
import type { HistoryQuery } from '../../plug/facets.ts';
import type { Channel, QueuedEvent } from '../../plug/plug.ts';
import type { FakeChange, FakeMessage } from '../fake-network/fake-network.ts';
import { type FakeNetworkConfig, FakeNetworkPlug } from '../fake-network/fake-network-plug.ts';
import { type TraceFacts, type TraceKind, unedited } from './trace.ts';

/** Notes something about a place; nothing, once the process is dead. */
export type Note = (kind: TraceKind, place: string, text: string, facts?: TraceFacts) => void;

/** An account whose every move is noted, and whose process may die. */
export class SimulatedPlug extends FakeNetworkPlug {
  readonly #note: Note;
  readonly #isDead: () => boolean;

  constructor(name: string, config: FakeNetworkConfig, note: Note, isDead: () => boolean) {
    super(name, config);
    this.#note = note;
    this.#isDead = isDead;
  }

  override take(message: FakeMessage): void {
    if (!this.#isDead()) super.take(message);
  }

  override change(change: FakeChange): void {
    if (!this.#isDead()) super.change(change);
  }

  override cut(): void {
    if (!this.#isDead()) super.cut();
  }

  protected override queue(event: QueuedEvent): Promise<void> {
    if (this.#isDead()) return new Promise(() => undefined);
    const place = placeOf(event.channel);
    const { id, text } = event as { readonly id: string; readonly text?: string };
    if (event.type !== 'message') return this.#queueChange(event, place, id);
    const name = unedited(text as string);
    this.#note('queued', place, name, { id, what: text });
    const safe = super.queue(event);
    safe.then(
      () => this.#note('safe', place, name, { id }),
      () => this.#note('refused', place, name, { id }),
    );
    return safe;
  }

  #queueChange(event: QueuedEvent, place: string, id: string): Promise<void> {
    const name = unedited(this.config.network.find(id)?.text ?? '');
    // What we did ourselves is no news.
    const facts = event.user?.id === this.account ? undefined : { id, what: toChange(event) };
    if (facts !== undefined) this.#note('changing', place, name, facts);
    const safe = super.queue(event);
    if (facts !== undefined)
      safe.then(
        () => this.#note('changed', place, name, facts),
        () => undefined,
      );
    return safe;
  }

  protected override async *history(channel: Channel, query: HistoryQuery): AsyncIterable<QueuedEvent> {
    const place = placeOf(channel);
    for await (const event of super.history(channel, query)) {
      const { id, text } = event as { readonly id: string; readonly text: string };
      if (this.#isDead()) return;
      this.#note('fetched', place, unedited(text), { id, what: text });
      yield event;
    }
  }

  // What a dead process asks for while its last promise callbacks run has not left it.
  protected override async edit(ref: MessageRef, message: Message): Promise<void> {
    if (this.#isDead()) await new Promise<never>(() => undefined);
    await super.edit(ref, message);
  }

  protected override async remove(refs: readonly MessageRef[]): Promise<void> {
    if (this.#isDead()) await new Promise<never>(() => undefined);
    await super.remove(refs);
  }

  protected override async react(ref: MessageRef, emoji: string, on: boolean): Promise<void> {
    if (this.#isDead()) await new Promise<never>(() => undefined);
    await super.react(ref, emoji, on);
  }

  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    if (this.#isDead()) return await new Promise<never>(() => undefined);
    const place = placeOf(channel);
    const text = unedited(String(message.text));
    this.#note('put', place, text, { key: options.key });
    let ended = false;
    const end = (): void => {
      if (!ended) this.#note('put ends', place, text);
      ended = true;
    };
    // What hangs ends when it is given up.
    if (this.config.network.faults.hang) options.signal.addEventListener('abort', end);
    try {
      return await super.put(channel, message, options);
    } finally {
      end();
    }
  }
}

function toChange(event: QueuedEvent): string {
  if (event.type === 'edit') return `e${String(event.text)}`;
  return event.type === 'delete' ? 'd' : event.type === 'reaction' && event.removed ? 'r-' : 'r+';
}

/** The network and the room. */
export function placeOf(channel: Channel): string {
  return `${channel.plug.name}/${channel.source}`;
}
