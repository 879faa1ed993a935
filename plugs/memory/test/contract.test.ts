import { describe, it } from 'vitest';
import { type PlugPeer, plugContract } from '../../../src/testing/index.ts';
import { MemoryNetwork, MemoryPlug } from '../index.ts';

const ROOM = 'room';

/** Somebody else on the network of a plug. */
function peer(plug: MemoryPlug): PlugPeer {
  const { network } = plug.config;
  network.join(ROOM, plug.account);
  const idOf = (text: string): string => {
    const found = network.messages(ROOM).findLast(({ content }) => String(content.text) === text);
    if (found === undefined) throw new Error(`nobody said ${text}`);
    return found.id;
  };
  return {
    channel: plug.channel(ROOM),
    say: (nick, text) => void network.say(ROOM, nick, text),
    seen: () =>
      network
        .messages(ROOM)
        .filter(({ user }) => user.id === plug.account)
        .map(({ user, content }) => ({ text: String(content.text ?? ''), author: user.nick ?? user.id })),
    sever: () => network.cut(),
    heal: () => network.mend(),
    close: () => undefined,
    edit: (text, changed) => network.edit(ROOM, idOf(text), changed),
    remove: (text) => network.remove(ROOM, idOf(text)),
    react: (text, emoji) => network.react(ROOM, idOf(text), 'ann', emoji),
  };
}

let count = 0;

function create(capabilities: MemoryPlug['config']['capabilities'] = {}): MemoryPlug {
  count += 1;
  return new MemoryPlug(`account${count}`, { network: new MemoryNetwork(`network${count}`), capabilities });
}

plugContract({ describe, it, name: 'MemoryPlug', create: () => create(), peer });
plugContract({
  describe,
  it,
  name: 'MemoryPlug, as a poor network',
  create: () =>
    create({
      ...{
        edit: undefined,
        delete: undefined,
        reaction: undefined,
        reply: undefined,
        card: undefined,
        topic: undefined,
      },
      ...{ attachments: undefined, impersonate: undefined, history: undefined, members: undefined, rooms: undefined },
      text: { unit: 'byte', maxLength: 200, maxLines: 1, marks: [] },
    }),
  peer,
});
