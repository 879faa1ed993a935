import assert from 'node:assert/strict';
import type { Member, User } from '../../../model/user.ts';
import { type PlugTests, receives } from '../bench.ts';
import { needed, refused } from './refused.ts';

/** Who is there, and who is to come or go. */
export const peopleTests: PlugTests = {
  'members: lists everybody once, our own account too': async (bench) => {
    const { plug, channel } = bench;
    const list = async (): Promise<Member[]> => await Array.fromAsync(channel.members());
    if (plug.capabilities.members === undefined) return await refused(bench, 'members', list);
    const members = await bench.ask(list, 'the members');
    const ids = members.map(({ user }) => user.id);
    assert.equal(new Set(ids).size, ids.length, `nobody is listed twice: ${ids.join(', ')}`);
    assert.ok(plug.self !== undefined && ids.includes(plug.self.id), `${plug.self?.id} is among ${ids.join(', ')}`);
    for (const member of members) assert.deepEqual(member.channel, channel.ref, 'each is a member of this channel');
  },

  'rooms.invite: asks somebody in': async (bench) => {
    const { newcomer } = bench.peer;
    if (bench.plug.capabilities.rooms?.invite) {
      const user = await needed(newcomer, 'newcomer', 'rooms.invite').call(bench.peer);
      await bench.ask(() => bench.channel.invite(user), 'the invitation');
    } else await refused(bench, 'rooms.invite', () => bench.channel.invite(nobody(bench.plug.networkId)));
  },

  'rooms.remove: throws somebody out': async (bench) => {
    const { bystander } = bench.peer;
    const { capabilities, networkId } = bench.plug;
    if (!capabilities.rooms?.remove)
      return await refused(bench, 'rooms.remove', () => bench.channel.remove(nobody(networkId)));
    const user = await needed(bystander, 'bystander', 'rooms.remove').call(bench.peer);
    const isThere = async (): Promise<boolean> =>
      (await Array.fromAsync(bench.channel.members())).some((member) => member.user.id === user.id);
    if (capabilities.members) await bench.until(isThere, 'the bystander to be a member');
    await bench.ask(() => bench.channel.remove(user), 'the removal');
    if (capabilities.members) await bench.until(async () => !(await isThere()), 'the bystander to be gone');
  },

  'a user is found by id': async (bench) => {
    const { plug } = bench;
    const { self } = plug;
    if (bench.inside.getUser === undefined || self === undefined) return;
    const user = await bench.ask(() => plug.user(self.id), 'user()');
    assert.equal(user.id, self.id);
    assert.equal(user.network, plug.networkId);
  },

  'a private conversation is a channel of the plug': async (bench) => {
    const { plug } = bench;
    if (bench.inside.getDirect === undefined || !receives(bench)) return;
    const word = bench.word();
    await bench.peer.say('ann', word);
    const { user } = await bench.hear(word);
    assert.ok(user !== undefined);
    const direct = await bench.ask(() => plug.direct(user), 'direct()');
    assert.equal(direct, plug.channel(direct.source));
    assert.equal(plug.isDirect(direct), true, 'isDirect() knows it as private');
    assert.equal(plug.isDirect(bench.channel), false, 'isDirect() knows the shared channel as shared');
  },
};

function nobody(network: string): User {
  return { kind: 'user', network, id: 'nobody' };
}
