import type { ClientSettings } from './client.ts';
import type { IrcConfig, IrcFlood, IrcNickServ } from './config.ts';

/** A configuration with its defaults filled in. */
export interface IrcSettings extends ClientSettings {
  readonly nickserv: IrcNickServ | undefined;
  readonly perform: readonly string[];
  readonly channels: readonly { readonly name: string; readonly key?: string | undefined }[];
  readonly flood: false | IrcFlood;
  readonly maxLines: number;
  readonly quitMessage: string;
  readonly nickColors: boolean;
}

/** RFC 1459 §8.10 lets a client go ten seconds ahead at two seconds a line; what real servers do is close to this. */
const defaultFlood: IrcFlood = { burst: 5, perSecond: 1.5 };
const defaultPingTimeoutMs = 45_000;

/** Fills in the defaults. */
export function toSettings(config: IrcConfig): IrcSettings {
  const tls = config.tls === true ? {} : config.tls || undefined;
  const { sasl } = config;
  return {
    host: config.host,
    port: config.port ?? (tls === undefined ? 6667 : 6697),
    tls,
    encoding: config.encoding ?? 'latin1',
    nick: config.nick,
    username:
      config.username ??
      (config.nick
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')
        .slice(0, 10) ||
        'tieline'),
    realName: config.realName ?? config.nick,
    password: config.password,
    sasl: sasl && { ...sasl, mechanism: sasl.mechanism ?? 'PLAIN' },
    nickserv: config.nickserv,
    perform: config.perform ?? [],
    channels: (config.channels ?? []).map((channel) => (typeof channel === 'string' ? { name: channel } : channel)),
    flood: config.flood ?? defaultFlood,
    maxLines: config.maxLines ?? 10,
    quitMessage: config.quitMessage ?? 'tieline',
    nickColors: config.nickColors ?? false,
    pingTimeoutMs: config.pingTimeoutMs ?? defaultPingTimeoutMs,
  };
}
