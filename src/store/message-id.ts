import type { EventRecord } from './records.ts';

/** The id of the message that an event brought, by the `ref` of its data: what catching up after an outage begins from. */
export function messageIdOf(event: EventRecord): string | undefined {
  if (event.type !== 'message') return undefined;
  const { ref } = event.data as { readonly ref?: { readonly id?: unknown } };
  return typeof ref?.id === 'string' ? ref.id : undefined;
}
