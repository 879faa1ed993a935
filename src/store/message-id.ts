import type { EventRecord } from './records.ts';

/**
 * The id of the message that an event brought, by the `ref` of its data: what catching up after an outage begins from. None
 * for one that came ahead of others, which are still to be fetched.
 */
export function messageIdOf(event: EventRecord): string | undefined {
  if (event.type !== 'message') return undefined;
  const { ref, ahead } = event.data as { readonly ref?: { readonly id?: unknown }; readonly ahead?: unknown };
  return typeof ref?.id === 'string' && ahead !== true ? ref.id : undefined;
}
