import type { Channel } from '../plug/plug.ts';
import type { Machinery } from './machinery.ts';

/** Moves what is known of one channel to another, and asks the hooks; gives the names of those that follow. */
export async function migrate(
  { committer, dispatch, ledger, ownSends, registry }: Machinery,
  from: Channel,
  to: Channel,
): Promise<readonly string[]> {
  ledger.move(from, to);
  ownSends.move(from, to);
  dispatch.move(from, to);
  await committer.add({ op: 'migrate', from: from.ref, to: to.ref }).promise();
  const followers: string[] = [];
  for (const { hook } of registry.seats.values())
    if (await hook.onMigrate?.(from.ref, to.ref)) followers.push(hook.name);
  return followers;
}
