import { createHash } from 'node:crypto';

/** How often a route may be called (Topics › Rate Limits). */
export interface RateLimitRule {
  readonly method: string;
  /** `/channels/:channel/messages`; each channel, guild or webhook counts for itself. */
  readonly route: string;
  readonly limit: number;
  readonly perMs: number;
  /** `shared`: the resource is used by others too (X-RateLimit-Scope). `user` when not said. */
  readonly scope?: 'user' | 'shared';
  /** Which channels, guilds or webhooks it is for, by what stands in the path; all when not said. */
  readonly limits?: (major: string) => boolean;
}

/** What a request's rate limit comes to. */
export interface RateLimitVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Set when the request goes no further: the body of the 429. */
  readonly refused?: { readonly message: string; readonly retry_after: number; readonly global: boolean };
}

interface Bucket {
  used: number;
  readonly resetAt: number;
}

/** Counts requests in fixed windows, one a route and top-level resource. */
export class RateLimits {
  #rules: RateLimitRule[] = [];
  readonly #buckets: Map<string, Bucket> = new Map();
  #globalUntil = 0;
  /** How many requests were answered 429. */
  refusals = 0;

  /** Sets the limit of a route; the last one set counts. */
  set(rule: RateLimitRule): void {
    this.#rules = [rule, ...this.#rules.filter((old) => old.method !== rule.method || old.route !== rule.route)];
    this.#buckets.clear();
  }

  /** Lifts every limit. */
  clear(): void {
    this.#rules = [];
    this.#buckets.clear();
    this.#globalUntil = 0;
  }

  /** Limits everything for so long, as when the 50 requests a second are used up (Topics › Rate Limits › Global). */
  limitAll(forMs: number): void {
    this.#globalUntil = Date.now() + forMs;
  }

  /** Counts a request. `major` is the channel, guild or webhook (with its token) in its path. */
  count(method: string, route: string, major: string): RateLimitVerdict {
    const now = Date.now();
    if (now < this.#globalUntil) {
      const after = (this.#globalUntil - now) / 1000;
      return this.#refuse({ 'X-RateLimit-Global': 'true', 'X-RateLimit-Scope': 'global' }, after, true);
    }
    const rule = this.#rules.find((candidate) => candidate.method === method && candidate.route === route);
    if (rule === undefined || rule.limits?.(major) === false) return { headers: {} };
    const hash = createHash('md5').update(`${method} ${route}`).digest('hex');
    const key = `${hash}:${major}`;
    const known = this.#buckets.get(key);
    const bucket = known !== undefined && known.resetAt > now ? known : { used: 0, resetAt: now + rule.perMs };
    this.#buckets.set(key, bucket);
    const allowed = bucket.used < rule.limit;
    if (allowed) bucket.used += 1;
    const after = (bucket.resetAt - now) / 1000;
    const headers = {
      'X-RateLimit-Limit': String(rule.limit),
      'X-RateLimit-Remaining': String(rule.limit - bucket.used),
      'X-RateLimit-Reset': (bucket.resetAt / 1000).toFixed(3),
      'X-RateLimit-Reset-After': after.toFixed(3),
      'X-RateLimit-Bucket': hash,
    };
    if (allowed) return { headers };
    return this.#refuse({ ...headers, 'X-RateLimit-Scope': rule.scope ?? 'user' }, after, false);
  }

  #refuse(headers: Record<string, string>, after: number, global: boolean): RateLimitVerdict {
    this.refusals += 1;
    const shared = headers['X-RateLimit-Scope'] === 'shared';
    const message = shared ? 'The resource is being rate limited.' : 'You are being rate limited.';
    // The header is in whole seconds, the body is exact (Topics › Rate Limits › the example responses).
    return {
      headers: { ...headers, 'Retry-After': String(Math.ceil(after)) },
      refused: { message, retry_after: after, global },
    };
  }
}
