import type { Route } from '../http/router.ts';

/** Gateway › Get Gateway, Get Gateway Bot. */
export function gatewayRoutes(url: () => string): readonly Route[] {
  return [
    { method: 'GET', path: '/gateway', open: true, handle: () => ({ status: 200, body: { url: url() } }) },
    {
      method: 'GET',
      path: '/gateway/bot',
      handle: () => ({
        status: 200,
        body: {
          url: url(),
          shards: 1,
          session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
        },
      }),
    },
  ];
}
