import { refused } from '../config/refused.ts';
import type { Hook } from '../hook/hook.ts';
import { checkFacets } from '../plug/facets.ts';
import { Group } from '../plug/group.ts';
import { outlet } from '../plug/outlet.ts';
import { Channel, Plug } from '../plug/plug.ts';
import type { Connection } from './connection.ts';
import type { Seat } from './pipeline.ts';

/** Everything that has a name in a host. */
export class Registry {
  readonly connections = new Map<string, Connection>();
  readonly seats = new Map<string, Seat>();
  readonly channels = new Map<string, Channel>();
  readonly groups = new Map<string, Group>();
  readonly #networks = new Map<string, Connection>();

  /** @throws ConfigError for a name or network that is taken; PlugError where capabilities and methods disagree */
  checkPlug(plug: Plug): void {
    be(plug, Plug, 'plug', 'a Plug');
    free('plug', plug.name, this.connections);
    if (plug[outlet].present) {
      throw refused(`plug ${plug.name}: it is in a host already; remove it there first`, {
        field: 'plug',
        expected: 'a plug that is in no host',
        got: 'one that is',
      });
    }
    checkFacets(plug);
    const { networkId } = plug;
    if (typeof networkId !== 'string' || networkId === '') {
      throw refused(`plug ${plug.name}: it has no network id`, {
        field: 'networkId',
        expected: 'a string that names network and account',
        got: JSON.stringify(networkId) ?? 'nothing',
      });
    }
    const other = this.#networks.get(networkId);
    if (other === undefined) return;
    throw refused(`plug ${plug.name}: plug ${other.plug.name} has the same network id`, {
      field: 'networkId',
      expected: 'an id that no other plug of this host has',
      got: networkId,
    });
  }

  addConnection(connection: Connection): void {
    this.connections.set(connection.plug.name, connection);
    this.#networks.set(connection.plug.networkId, connection);
  }

  removeConnection({ plug }: Connection): void {
    this.connections.delete(plug.name);
    this.#networks.delete(plug.networkId);
  }

  /** @throws ConfigError for a name that is taken, a second hook of a resource class, or a bad priority */
  addSeat(seat: Seat): void {
    const { hook, priority } = seat;
    // One of another copy of the package serves as well: the host asks for its methods and nothing else.
    be(hook, Object, 'hook', 'a Hook');
    free('hook', hook.name, this.seats);
    if (priority !== undefined && (!Number.isInteger(priority) || priority < 1)) {
      throw refused(`hook ${hook.name}: bad priority`, {
        field: 'priority',
        expected: 'a positive integer',
        got: String(priority),
      });
    }
    const type = hook.constructor as typeof Hook;
    const twin = type.resource && [...this.seats.values()].find((other) => other.hook.constructor === type);
    if (twin) {
      throw refused(`hook ${hook.name}: ${twin.hook.name} is the resource ${type.name} already`, {
        field: 'resource',
        expected: 'one hook of a resource class',
        got: 'a second one',
      });
    }
    this.seats.set(hook.name, seat);
  }

  addChannel(name: string, channel: Channel): void {
    be(channel, Channel, 'channel', 'a Channel: plug.channel(source)');
    free('channel', name, this.channels);
    this.channels.set(name, channel);
  }

  addGroup(group: Group): void {
    be(group, Group, 'group', 'a Group');
    free('group', group.name, this.groups);
    this.groups.set(group.name, group);
  }

  /** The channel that a ref names, where its plug is here. */
  find(ref: { readonly network: string; readonly source: string }): Channel | undefined {
    return this.#networks.get(ref.network)?.plug.channel(ref.source);
  }
}

/** A second copy of this package, which another dependency brings along, has classes of its own: that is said at once. */
function be(value: unknown, type: abstract new (...args: never[]) => unknown, field: string, expected: string): void {
  if (value instanceof type) return;
  const got =
    value === null || value === undefined ? 'nothing' : `an instance of ${value.constructor?.name ?? 'nothing'}`;
  throw refused(`host: not ${expected}`, { field, expected: `${expected}, of the same copy of tieline`, got });
}

function free(kind: string, name: unknown, taken: ReadonlyMap<string, unknown>): void {
  if (typeof name === 'string' && name !== '' && !taken.has(name)) return;
  const expected =
    name === '' || typeof name !== 'string' ? 'a string that is not empty' : `a name that no other ${kind} has`;
  throw refused(`${kind} ${String(name)}: the name cannot be used`, {
    field: 'name',
    expected,
    got: JSON.stringify(name) ?? 'nothing',
  });
}
