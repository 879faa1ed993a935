import type { APIGuildMember, ApiCall } from '../client.ts';
import { Routes } from '../client.ts';

/** The most members that one request gives (Guild Resource › List Guild Members). */
const pageSize = 1000;

/** Everybody in a guild; needs the members intent. */
export async function* readMembers(
  call: <T>(call: ApiCall) => Promise<T>,
  guildId: string,
): AsyncGenerator<APIGuildMember> {
  for (let after = '0'; ; ) {
    const query = { limit: String(pageSize), after };
    const members = await call<APIGuildMember[]>({ method: 'GET', route: Routes.guildMembers(guildId), query });
    yield* members;
    const last = members.at(-1);
    if (last === undefined || members.length < pageSize) return;
    after = last.user.id;
  }
}
