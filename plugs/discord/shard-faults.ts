// Two faults of @discordjs/ws 1.2.3 that would outlive a logout.

/** The part of its manager that a shard asks before it connects. */
interface SessionKeeper {
  readonly options: { retrieveSessionInfo(shardId: number): unknown };
}

/** The part of its strategy that holds the sockets; private there. */
interface ShardHolder {
  readonly shards?: ReadonlyMap<
    number,
    { readonly connection?: { on?(event: 'error', listener: () => void): unknown } }
  >;
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

/** A shard that is ended while it connects forgets its socket, whose failure would then end the process. */
export function muteSockets(strategy: unknown): void {
  for (const { connection } of (strategy as ShardHolder | undefined)?.shards?.values() ?? []) {
    connection?.on?.('error', () => undefined);
  }
}
