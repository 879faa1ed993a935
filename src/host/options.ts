import * as v from 'valibot';
import { validateConfig } from '../config/validate.ts';
import { defaultLimits, type HostLimits } from './core.ts';

const milliseconds = v.optional(v.pipe(v.number(), v.finite(), v.minValue(1)));

const schema = v.looseObject({
  openTimeoutMs: milliseconds,
  closeTimeoutMs: milliseconds,
  slowHookMs: milliseconds,
  hookTimeoutMs: milliseconds,
  sendTimeoutMs: milliseconds,
  maxAgeMs: milliseconds,
  catchUpCount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  catchUpAgeMs: milliseconds,
  whileStoreFails: v.optional(v.picklist(['wait', 'continue'])),
});

/** The limits of a host, with the defaults filled in. @throws ConfigError listing every fault */
export function toLimits(options: Partial<HostLimits>): HostLimits {
  const given = validateConfig<Partial<HostLimits>>('host', schema, options);
  const names = Object.keys(defaultLimits) as (keyof HostLimits)[];
  const chosen = names.map((name) => [name, given[name] ?? defaultLimits[name]] as const);
  return Object.fromEntries(chosen) as unknown as HostLimits;
}
