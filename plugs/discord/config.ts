import * as v from 'valibot';

/** The configuration of a `DiscordPlug`. */
export interface DiscordConfig {
  /** The bot's token, from the Bot page of its application. */
  readonly token: string;
  /**
   * How messages show their real author: `auto` finds or makes one webhook a channel, `off` writes the name in front of
   * the text; or the addresses of webhooks that somebody made, by the channel's id or `guild/#name`. Default `auto`.
   */
  readonly webhooks?: 'auto' | 'off' | Readonly<Record<string, string>>;
  /** Whether joins, leaves and changes of names are seen and members can be listed: the Server Members Intent. Default false. */
  readonly members?: boolean;
  /** Whether it is seen who is online: the Presence Intent. Default false. */
  readonly presences?: boolean;
  /** Options of discord.js's `REST`: another `api` and `cdn`, `timeout`, `globalRequestsPerSecond`, … */
  readonly rest?: DiscordRestOptions;
  /** Options of discord.js's `WebSocketManager`: `shardCount`, `initialPresence`, `buildIdentifyThrottler`, … */
  readonly gateway?: Readonly<Record<string, unknown>>;
  /** How long the gateway may be silent, heartbeats included, before the connection is made anew. Default 50,000. */
  readonly pingTimeoutMs?: number;
}

/** What goes to discord.js's `REST`. */
export interface DiscordRestOptions {
  /** Where the API is, without the version. */
  readonly api?: string;
  /** Where files and pictures are. */
  readonly cdn?: string;
  readonly [option: string]: unknown;
}

const positive = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(value) && value > 0, 'a number above 0'),
);
const address = v.pipe(
  v.string(),
  v.check((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ''), 'the address of a server, http or https'),
);
const webhookAddress = v.pipe(
  v.string(),
  v.check((url) => readWebhookUrl(url) !== undefined, 'the address of a webhook: https://…/webhooks/<id>/<token>'),
);

/** Checks a {@link DiscordConfig}. */
export const discordSchema: v.GenericSchema<DiscordConfig> = v.strictObject({
  token: v.pipe(
    v.string(),
    v.check((token) => /^(?:Bot )?[\w.-]+$/.test(token), "a bot's token: letters, digits, dots, - and _"),
  ),
  webhooks: v.optional(
    // v.lazy and not v.union: a union tells of no fault inside the object.
    v.lazy((input) => (typeof input === 'object' ? v.record(v.string(), webhookAddress) : v.picklist(['auto', 'off']))),
  ),
  members: v.optional(v.boolean()),
  presences: v.optional(v.boolean()),
  rest: v.optional(v.looseObject({ api: v.optional(address), cdn: v.optional(address) })),
  gateway: v.optional(v.record(v.string(), v.unknown())),
  pingTimeoutMs: v.optional(positive),
}) as v.GenericSchema<DiscordConfig>;

/** The id and token in the address of a webhook; undefined where it is none. */
export function readWebhookUrl(url: string): { readonly id: string; readonly token: string } | undefined {
  const [, id, token] = /\/webhooks\/(\d{15,20})\/([\w-]+)\/?$/.exec(URL.parse(url)?.pathname ?? '') ?? [];
  return id === undefined || token === undefined ? undefined : { id, token };
}
