import * as v from 'valibot';
import { validateConfig } from '../config/validate.ts';
import type { Clock } from '../lifecycle/clock.ts';
import type { Logger } from '../lifecycle/logger.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Store } from '../store/store.ts';
import { defaultLimits, type HostLimits } from './core.ts';

const milliseconds = v.optional(
  v.pipe(
    v.number(),
    v.check((value) => Number.isFinite(value) && value >= 1, 'a number of milliseconds, 1 or more'),
  ),
);

/** Something that has all the methods; where it is no such thing, the fault names them. */
function having<T>(kind: string, methods: readonly (keyof T & string)[]) {
  const has = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function');
  return v.optional(v.custom<T>(has, `a ${kind}, which has ${methods.map((method) => `${method}()`).join(', ')}`));
}

const schema = v.strictObject({
  store: having<Store>('Store', [
    'open',
    'close',
    'commit',
    'events',
    'identities',
    'lastMessage',
    'rows',
    'busyChannels',
    'row',
    'family',
    'links',
    'get',
    'entries',
    'sweep',
  ]),
  logger: having<Logger>('Logger', ['debug', 'info', 'warn', 'error']),
  media: having<MediaStore>('MediaStore', ['open', 'put', 'sweep', 'close']),
  clock: having<Clock>('Clock', ['now', 'random', 'after', 'macrotask']),
  openTimeoutMs: milliseconds,
  closeTimeoutMs: milliseconds,
  slowHookMs: milliseconds,
  hookTimeoutMs: milliseconds,
  sendTimeoutMs: milliseconds,
  maxAgeMs: milliseconds,
  catchUpCount: v.optional(
    v.pipe(
      v.number(),
      v.check((value) => Number.isInteger(value) && value >= 0, 'a whole number, 0 or more'),
    ),
  ),
  catchUpAgeMs: milliseconds,
  whileStoreFails: v.optional(v.picklist(['wait', 'continue'])),
});

/** The limits of a host, with the defaults filled in. @throws ConfigError listing every fault of all options */
export function toLimits(options: Partial<HostLimits>): HostLimits {
  const given = validateConfig<Partial<HostLimits>>('host', schema, options);
  const names = Object.keys(defaultLimits) as (keyof HostLimits)[];
  const chosen = names.map((name) => [name, given[name] ?? defaultLimits[name]] as const);
  return Object.fromEntries(chosen) as unknown as HostLimits;
}
