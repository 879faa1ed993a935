import type { EventRecord } from './records.ts';

/** A message that an event brought, and whether it came ahead of others, which are still to be fetched. */
export interface Brought {
  readonly id: string;
  readonly ahead: boolean;
}

/**
 * The message that an event brought, by the `ref` of its data: what catching up after an outage begins from. One that came
 * ahead of others counts only where nothing is known of its channel yet: what comes after it is missed otherwise.
 */
export function messageOf(event: EventRecord): Brought | undefined {
  if (event.type !== 'message') return undefined;
  const { ref, ahead } = (event.data ?? {}) as { readonly ref?: { readonly id?: unknown }; readonly ahead?: unknown };
  return typeof ref?.id === 'string' ? { id: ref.id, ahead: ahead === true } : undefined;
}
