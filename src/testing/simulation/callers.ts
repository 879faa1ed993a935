import type { OutboxRow } from '../../store/records.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { placed, unedited } from './trace.ts';

/** Where a caller speaks, and what. */
export interface Speech {
  readonly network: string;
  readonly room: string;
  readonly text: string;
}

/** Somebody in the process sends something, through so many async functions. */
export function send(process: SimulatedProcess, { network, room, text }: Speech, depth: number): void {
  const { plugs, note } = process;
  const channel = plugs.get(network)?.channel(room);
  if (channel === undefined) return;
  const place = `${network}/${room}`;
  note('send', place, text);
  void wrapped(depth, () => channel.send(text)).then(
    () => note('receipt', place, text),
    () => note('rejected', place, text),
  );
}

/** Somebody in the process posts something. */
export function post(
  process: SimulatedProcess,
  { network, room, text }: Speech,
  policy: 'at-least-once' | 'at-most-once',
): void {
  const { plugs, note } = process;
  const channel = plugs.get(network)?.channel(room);
  if (channel === undefined) return;
  const place = `${network}/${room}`;
  note('post', place, text, { policy });
  void channel.post(text, { policy }).then(
    (posted) => {
      note('posted', place, text);
      posted.receipt().catch(() => undefined);
    },
    () => note('unposted', place, text),
  );
}

/** Names the message of a row as a trace does; undefined for one that has no text, such as a reaction. */
export function nameOfRow(row: OutboxRow): string | undefined {
  const { message } = row.action as { readonly message?: { readonly text?: unknown } };
  if (message === undefined) return undefined;
  const { text } = message;
  // A text is stored as its segments.
  const characters = Array.isArray(text)
    ? text.map((segment: { readonly text: string }) => segment.text).join('')
    : String(text);
  return placed(placeOfRow(row), unedited(characters));
}

/** Where the message of a row goes. */
export function placeOfRow({ channel }: OutboxRow): string {
  return `${channel.network.split(':')[1]}/${channel.source}`;
}

async function wrapped<T>(depth: number, call: () => Promise<T>): Promise<T> {
  return depth === 0 ? await call() : await wrapped(depth - 1, call);
}
