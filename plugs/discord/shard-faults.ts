// Faults of discord.js 14.28.1 and @discordjs/ws 1.2.3 that would end the process, or outlive a logout.

/** The part of its manager that a shard asks before it connects. */
interface SessionKeeper {
  readonly options: { retrieveSessionInfo(shardId: number): unknown };
}

/** The part of its strategy that holds the sockets; private there. */
interface ShardHolder {
  readonly shards?: ReadonlyMap<number, { readonly connection: Socket | null }>;
}

/** A socket of `ws`; the browser's kind has no `on`. */
interface Socket extends Pick<WebSocket, 'readyState' | 'close'> {
  on?(event: 'error', listener: () => void): unknown;
}

/**
 * A shard that is about to reconnect counts as idle: ending it does nothing, and half a second later it connects. It asks
 * for its session first, and once we are closed it never gets an answer.
 */
export function stayClosed(manager: unknown, isClosed: () => boolean): void {
  const { options } = manager as SessionKeeper;
  const retrieve = options.retrieveSessionInfo.bind(options);
  options.retrieveSessionInfo = (shardId) => (isClosed() ? new Promise(() => undefined) : retrieve(shardId));
}

/** A shard that is ended while it connects forgets its socket, which would stay open, or end the process by its failure. */
export function dropSockets(strategy: unknown): void {
  for (const { connection } of (strategy as ShardHolder | undefined)?.shards?.values() ?? []) {
    connection?.on?.('error', () => undefined);
    if (connection?.readyState === WebSocket.CONNECTING) connection.close();
  }
}

/** The part of discord.js's own shard that a late RESUMED trips over. */
interface SessionHolder {
  sessionInfo: unknown;
}

/**
 * A RESUMED that is read when the session has been ended meanwhile is looked up in a session that is not there, and the
 * failure is nobody's to catch. Called first of all who hear the event, this gives it a session for as long as it is heard.
 */
export function surviveLateResume(manager: unknown, shardOf: (shardId: number) => unknown): void {
  const { on } = manager as { on(event: 'dispatch', listener: (dispatched: Dispatched) => void): unknown };
  on.call(manager, 'dispatch', ({ data, shardId }) => {
    const shard = shardOf(shardId) as SessionHolder | undefined;
    if (data.t !== 'RESUMED' || shard === undefined || shard.sessionInfo) return;
    const passing = { sequence: data.s };
    shard.sessionInfo = passing;
    queueMicrotask(() => {
      if (shard.sessionInfo === passing) shard.sessionInfo = null;
    });
  });
}

interface Dispatched {
  readonly data: { readonly t: string; readonly s: number };
  readonly shardId: number;
}
