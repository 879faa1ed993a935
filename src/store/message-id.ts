import type { EventRecord, Json } from './records.ts';

/** The id of the message that an event brought: what catching up after an outage begins from. */
export function messageIdOf(event: EventRecord): string | undefined {
  if (event.type !== 'message') return undefined;
  const ref = field(event.data, 'ref');
  const id = ref === undefined ? field(event.data, 'id') : field(ref, 'id');
  return typeof id === 'string' ? id : undefined;
}

function field(value: Json, name: string): Json | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })[name]
    : undefined;
}
