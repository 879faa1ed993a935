import { Gateway, type GatewayVisit } from './gateway/gateway.ts';
import { type PrivilegedIntent, privilegedIntents } from './gateway/intents.ts';
import { Faults } from './http/faults.ts';
import { Listener } from './http/listener.ts';
import { type RateLimitRule, RateLimits } from './http/rate-limits.ts';
import type { RecordedRequest } from './http/recording.ts';
import { Residents } from './residents.ts';
import { routes } from './routes/all.ts';
import { World } from './state/world.ts';

/** How a local Discord is to be. */
export interface LocalDiscordOptions {
  /** The name of the bot's account; `tieline` when not said. */
  readonly botName?: string;
  /** The privileged intents that are switched on for the bot; all of them when not said. */
  readonly privilegedIntents?: readonly PrivilegedIntent[];
  /** How often clients must send a heartbeat, in ms; 41,250 when not said, as is usual. */
  readonly heartbeatIntervalMs?: number;
}

/** A Discord on the loopback, with one bot, for tests: what it is asked, what goes wrong, and who lives there. */
export class LocalDiscord extends Residents {
  readonly #gateway: Gateway;
  readonly #listener: Listener;
  readonly #waiting: Set<() => void> = new Set();
  /** The port of everything; `start` sets it. */
  port = 0;
  /** What goes wrong with requests. */
  readonly faults: Faults = new Faults();
  /** How often requests may come; as often as they like until a rule is set. */
  readonly rateLimits: RateLimits = new RateLimits();
  /** The bot's token. */
  readonly token: string;

  private constructor(world: World, options: LocalDiscordOptions) {
    super(world);
    // A token begins with the bot's id, which clients may read from it (Reference › Authentication, the example).
    this.token = `${Buffer.from(world.bot.id).toString('base64url')}.GLocal.${'x'.repeat(38)}`;
    const enabled = new Set(options.privilegedIntents ?? (Object.keys(privilegedIntents) as PrivilegedIntent[]));
    this.#gateway = new Gateway(world, {
      token: this.token,
      resumeUrl: () => `${this.gatewayUrl}/resume`,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
      enabledIntents: enabled,
    });
    const parts = {
      world,
      routes: routes(() => this.gatewayUrl),
      rateLimits: this.rateLimits,
      faults: this.faults,
      token: this.token,
      messageContent: enabled.has('MessageContent'),
      guildMembers: enabled.has('GuildMembers'),
    };
    this.#listener = new Listener(parts, this.#gateway);
    this.#listener.onAnswer = () => this.#changed();
    this.#gateway.onVisit = () => this.#changed();
  }

  /** Starts one. */
  static async start(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
    const world = new World(options.botName ?? 'tieline');
    const discord = new LocalDiscord(world, options);
    discord.port = await discord.#listener.listen();
    world.cdn = discord.cdn;
    return discord;
  }

  /** For `rest.api` of discord.js; the version comes after it. */
  get api(): string {
    return `http://127.0.0.1:${this.port}/api`;
  }

  /** For `rest.cdn` of discord.js. */
  get cdn(): string {
    return `http://127.0.0.1:${this.port}/cdn`;
  }

  /** Where Get Gateway Bot sends clients. */
  get gatewayUrl(): string {
    return `ws://127.0.0.1:${this.port}/gateway`;
  }

  /** Every request there was, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#listener.requests;
  }

  /** What clients did at the gateway, oldest first. */
  get visits(): readonly GatewayVisit[] {
    return this.#gateway.visits;
  }

  /** How many clients are connected and identified. */
  get connected(): number {
    return this.#gateway.present;
  }

  /** The presence that the bot last asked for. */
  get botPresence(): unknown {
    return this.#gateway.botPresence;
  }

  /** Limits how often a route may be called. */
  rateLimit(rule: RateLimitRule): void {
    this.rateLimits.set(rule);
  }

  /** Cuts every gateway connection; with a close code it is closed properly. */
  dropGateway(code?: number): void {
    this.#gateway.drop(code);
  }

  /** Refuses new gateway connections, or takes them again. */
  refuseGateway(refused: boolean): void {
    this.#listener.gatewayRefused = refused;
  }

  /** Tells every client to reconnect (op 7). */
  askReconnect(): void {
    this.#gateway.reconnect();
  }

  /** Tells every client that its session is invalid (op 9); unless it is resumable, it is gone. */
  invalidateSessions(resumable = false): void {
    this.#gateway.invalidate(resumable);
  }

  /** The connections there are stay open and say nothing any more: no dispatch, no ack. New ones are well. */
  silence(): void {
    this.#gateway.silence();
  }

  /** Everything at the gateway is sent so much later, in ms. */
  gatewayLatency(ms: number): void {
    this.#gateway.latency = ms;
  }

  /** Down, as in an outage: every connection is cut, and those to come are refused; or up again. */
  offline(down: boolean): void {
    this.#listener.offline = down;
    if (!down) return;
    this.#gateway.drop();
    this.#listener.cut();
  }

  /** Waits until this holds; looked at whenever a request was answered or a client did something at the gateway.
   * @throws Error after `timeoutMs`, five seconds when not said */
  async until(condition: () => boolean, timeoutMs = 5000): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        if (!condition()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`not so after ${timeoutMs} ms: ${condition}`));
      }, timeoutMs);
      this.#waiting.add(look);
    });
  }

  /** Ends everything that was started. */
  async close(): Promise<void> {
    await this.#listener.close();
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }
}
