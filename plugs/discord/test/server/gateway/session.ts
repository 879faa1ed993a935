import { randomUUID } from 'node:crypto';
import { GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import type { EventName, View } from '../state/world.ts';

/** A dispatch with its number, kept for a client that comes back for it. */
export interface Dispatched {
  readonly s: number;
  readonly payload: string;
}

/** What a session speaks through while a client is there. */
export interface Outlet {
  send(payload: string): void;
}

/** How many dispatches are kept for a resume; a client further behind is told that its session is invalid (assumed). */
const kept = 50_000;

/** One identified client, also while its connection is gone (Gateway › Resuming). */
export class Session {
  readonly id: string = randomUUID().replaceAll('-', '');
  readonly intents: number;
  outlet: Outlet | undefined;
  #sequence = 0;
  #log: Dispatched[] = [];

  constructor(intents: number) {
    this.intents = intents;
  }

  /** What this client may read of others' messages. */
  get view(): View {
    return {
      messageContent: (this.intents & GatewayIntentBits.MessageContent) !== 0,
      allMembers: (this.intents & GatewayIntentBits.GuildPresences) !== 0,
    };
  }

  /** The number of the last dispatch. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Dispatches an event, or keeps it until the client is back. */
  dispatch(t: EventName, d: unknown): void {
    this.#sequence += 1;
    const payload = JSON.stringify({ op: GatewayOpcodes.Dispatch, t, s: this.#sequence, d });
    this.#log.push({ s: this.#sequence, payload });
    if (this.#log.length > kept) this.#log = this.#log.slice(-kept / 2);
    this.outlet?.send(payload);
  }

  /** What was dispatched after a number; undefined when it is not kept any more or was never reached. */
  since(sequence: number): readonly Dispatched[] | undefined {
    const first = this.#log[0]?.s ?? 1;
    if (sequence > this.#sequence || sequence < first - 1) return undefined;
    return this.#log.slice(sequence - first + 1);
  }
}
