import { type IrcMessage, messageTag } from './message.ts';

const kinds: ReadonlySet<string> = new Set(['chathistory', 'znc.in/playback']);

/** Knows which messages come from the past: those in the batches with which a bouncer plays back what was missed. */
export class Playback {
  readonly #open = new Set<string>();

  /** Reads the BATCH that begins or ends a playback. */
  take({ command, params }: IrcMessage): void {
    const [reference = '', kind = ''] = params;
    if (command !== 'BATCH') return;
    if (reference.startsWith('-')) this.#open.delete(reference.slice(1));
    else if (kinds.has(kind)) this.#open.add(reference.slice(1));
  }

  /** Whether a message is part of one. */
  has(message: IrcMessage): boolean {
    const batch = messageTag(message, 'batch');
    return batch !== undefined && this.#open.has(batch);
  }
}
