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
});

/** The limits of a host, with the defaults filled in. @throws ConfigError listing every fault */
export function toLimits(options: Partial<HostLimits>): HostLimits {
  const given = validateConfig<Partial<HostLimits>>('host', schema, options);
  const { openTimeoutMs, closeTimeoutMs, slowHookMs, hookTimeoutMs, sendTimeoutMs, maxAgeMs } = given;
  const chosen = { openTimeoutMs, closeTimeoutMs, slowHookMs, hookTimeoutMs, sendTimeoutMs, maxAgeMs };
  const present = Object.entries(chosen).filter(([, value]) => value !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(present) };
}
