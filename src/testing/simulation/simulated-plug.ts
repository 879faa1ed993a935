import type { Message } from '../../model/message.ts';
import type { PutOptions } from '../../plug/delivery.ts';
import type { Channel, QueuedEvent } from '../../plug/plug.ts';
import type { FakeMessage } from '../fake-network/fake-network.ts';
import { type FakeNetworkConfig, FakeNetworkPlug } from '../fake-network/fake-network-plug.ts';
import type { TraceFacts, TraceKind } from './trace.ts';

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

  override cut(): void {
    if (!this.#isDead()) super.cut();
  }

  protected override queue(event: QueuedEvent): Promise<void> {
    if (this.#isDead()) return new Promise(() => undefined);
    const { id, text } = event as { readonly id: string; readonly text: string };
    const place = placeOf(event.channel);
    this.#note('queued', place, text, { id });
    const safe = super.queue(event);
    safe.then(
      () => this.#note('safe', place, text, { id }),
      () => this.#note('refused', place, text, { id }),
    );
    return safe;
  }

  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    if (this.#isDead()) return await new Promise<never>(() => undefined);
    const place = placeOf(channel);
    const text = String(message.text);
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

/** The network and the room. */
export function placeOf(channel: Channel): string {
  return `${channel.plug.name}/${channel.source}`;
}
