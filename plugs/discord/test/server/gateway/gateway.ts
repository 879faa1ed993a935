import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { presentGuildCreate } from '../present/guild.ts';
import { presentUser } from '../present/user.ts';
import { botMay } from '../state/permissions.ts';
import type { Happening, World } from '../state/world.ts';
import { type ClientPayload, Connection, type ConnectionOwner } from './connection.ts';
import { checkIdentify } from './identify.ts';
import { intentsAllow, type PrivilegedIntent } from './intents.ts';
import { requestMembers } from './members.ts';
import { Session } from './session.ts';

/** What the gateway is told at the start. */
export interface GatewayOptions {
  readonly token: string;
  /** Where a client comes back to resume; known once the port is. */
  readonly resumeUrl: () => string;
  readonly heartbeatIntervalMs: number;
  readonly enabledIntents: ReadonlySet<PrivilegedIntent>;
}

/** One thing a client did at the gateway, for tests to look at. */
export interface GatewayVisit {
  readonly at: number;
  readonly event: 'open' | 'identify' | 'ready' | 'resume' | 'resumed' | 'invalid' | 'close';
  /** The path it connected to, at `open`; the close code, at `close`. */
  readonly detail?: string | number;
}

/** The gateway: who is connected, who can come back, and who is told what. */
export class Gateway implements ConnectionOwner {
  readonly #world: World;
  readonly #options: GatewayOptions;
  readonly #connections: Set<Connection> = new Set();
  readonly #sessions: Map<string, Session> = new Map();
  /** What clients did, oldest first. */
  readonly visits: GatewayVisit[] = [];
  /** The presence the bot last asked for. */
  botPresence: unknown;
  /** Told when a client did something. */
  onVisit: () => void = () => {};
  /** How late everything is sent, in ms. */
  latency = 0;

  constructor(world: World, options: GatewayOptions) {
    this.#world = world;
    this.#options = options;
    world.announce = (happening) => this.#announce(happening);
  }

  get heartbeatIntervalMs(): number {
    return this.#options.heartbeatIntervalMs;
  }

  latencyMs(): number {
    return this.latency;
  }

  /** How many clients are connected and identified. */
  get present(): number {
    return [...this.#sessions.values()].filter((session) => session.outlet !== undefined).length;
  }

  /** Takes a new WebSocket in (Gateway › Connecting). */
  accept(socket: WebSocket, url: URL): void {
    this.#visit('open', url.pathname);
    const connection = new Connection(socket, this);
    this.#connections.add(connection);
    if (url.searchParams.get('v') !== '10') connection.close(GatewayCloseCodes.InvalidAPIVersion);
    // ETF and transport compression exist; this server speaks plain JSON only, and says so at once.
    else if (url.searchParams.get('encoding') !== 'json' || url.searchParams.has('compress')) {
      connection.close(GatewayCloseCodes.DecodeError);
    }
  }

  received(connection: Connection, { op, d }: ClientPayload): void {
    if (op === GatewayOpcodes.Identify) return this.#identify(connection, d);
    if (op === GatewayOpcodes.Resume) return this.#resume(connection, d);
    const { session } = connection;
    if (session === undefined) return connection.close(GatewayCloseCodes.NotAuthenticated);
    if (op === GatewayOpcodes.PresenceUpdate) {
      this.botPresence = d;
      this.onVisit();
      if (!isPresence(d)) connection.close(GatewayCloseCodes.DecodeError);
    } else if (op === GatewayOpcodes.RequestGuildMembers) {
      if (!requestMembers(this.#world, session, d)) connection.close(GatewayCloseCodes.DecodeError);
    } else if (op !== GatewayOpcodes.VoiceStateUpdate) connection.close(GatewayCloseCodes.UnknownOpcode);
  }

  closed(connection: Connection, code: number): void {
    this.#visit('close', code);
    this.#connections.delete(connection);
    const { session } = connection;
    if (session === undefined || session.outlet !== connection) return;
    session.outlet = undefined;
    // Gateway › Initiating a Disconnect: a client that says goodbye has no session to come back to.
    if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
  }

  /** Cuts every connection; with a code it is closed, without one it just ends. */
  drop(code?: number): void {
    for (const connection of this.#connections) code === undefined ? connection.drop() : connection.close(code);
  }

  /** Tells every client to reconnect (Gateway Events › Reconnect). */
  reconnect(): void {
    for (const connection of this.#connections) connection.op(GatewayOpcodes.Reconnect);
  }

  /** Ends every session: who is connected is told (Gateway Events › Invalid Session), who is not will be when it resumes. */
  invalidate(resumable: boolean): void {
    for (const connection of this.#connections) {
      this.#visit('invalid');
      connection.op(GatewayOpcodes.InvalidSession, resumable);
    }
    if (resumable) return;
    this.#sessions.clear();
  }

  /** Makes the present connections deaf and dumb, those to come not. */
  silence(): void {
    for (const connection of this.#connections) connection.silence();
  }

  /** Asks every client for a heartbeat now (Gateway › Heartbeat Requests). */
  requestHeartbeat(): void {
    for (const connection of this.#connections) connection.op(GatewayOpcodes.Heartbeat);
  }

  #identify(connection: Connection, d: unknown): void {
    if (connection.session !== undefined) return connection.close(GatewayCloseCodes.AlreadyAuthenticated);
    this.#visit('identify');
    const identity = checkIdentify(d, this.#options.token, this.#options.enabledIntents);
    if (typeof identity === 'number') return connection.close(identity);
    if (identity.presence !== undefined) this.botPresence = identity.presence;
    const session = new Session(identity.intents);
    this.#sessions.set(session.id, session);
    connection.session = session;
    session.outlet = connection;
    const guilds = [...this.#world.guilds.values()];
    session.dispatch('READY', {
      v: 10,
      user: { ...presentUser(this.#world.bot), verified: true, mfa_enabled: true, email: null, flags: 0 },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#options.resumeUrl(),
      shard: identity.shard,
      application: { id: this.#world.bot.id, flags: 0 },
    });
    for (const guild of identity.intents & GatewayIntentBits.Guilds ? guilds : [])
      session.dispatch('GUILD_CREATE', presentGuildCreate(this.#world, guild, session.view));
    this.#visit('ready');
  }

  #resume(connection: Connection, d: unknown): void {
    if (connection.session !== undefined) return connection.close(GatewayCloseCodes.AlreadyAuthenticated);
    this.#visit('resume');
    const given = (d ?? {}) as Record<string, unknown>;
    if (given['token'] !== this.#options.token) return connection.close(GatewayCloseCodes.AuthenticationFailed);
    const session = this.#sessions.get(String(given['session_id']));
    const sequence = given['seq'];
    if (typeof sequence !== 'number') return connection.close(GatewayCloseCodes.DecodeError);
    if (session !== undefined && sequence > session.sequence) return connection.close(GatewayCloseCodes.InvalidSeq);
    const missed = session?.since(sequence);
    if (session === undefined || missed === undefined) {
      this.#visit('invalid');
      return connection.op(GatewayOpcodes.InvalidSession, false);
    }
    connection.session = session;
    session.outlet = connection;
    for (const { payload } of missed) connection.send(payload);
    session.dispatch('RESUMED', {});
    this.#visit('resumed');
  }

  #announce(happening: Happening): void {
    const { channelId } = happening;
    const channel = channelId === undefined ? undefined : this.#world.channels.get(channelId);
    if (channel !== undefined && !botMay(this.#world, channel, 'ViewChannel')) return;
    for (const session of this.#sessions.values()) {
      if (intentsAllow(session.intents, happening)) session.dispatch(happening.t, happening.d(session.view));
    }
  }

  #visit(event: GatewayVisit['event'], detail?: string | number): void {
    this.visits.push({ at: Date.now(), event, ...(detail !== undefined && { detail }) });
    this.onVisit();
  }
}

/** Gateway Events › Gateway Presence Update Structure. */
function isPresence(d: unknown): boolean {
  if (typeof d !== 'object' || d === null) return false;
  const { since, activities, status, afk } = d as Record<string, unknown>;
  return (
    (since === null || Number.isInteger(since)) &&
    Array.isArray(activities) &&
    ['online', 'dnd', 'idle', 'invisible', 'offline'].includes(String(status)) &&
    typeof afk === 'boolean'
  );
}
