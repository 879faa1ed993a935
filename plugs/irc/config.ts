import * as v from 'valibot';
import { isChannelName, isSafeName } from './names.ts';

/** The configuration of an `IrcPlug`. */
export interface IrcConfig {
  /** The server's name or address. */
  readonly host: string;
  /** Default 6697 with TLS, else 6667. */
  readonly port?: number;
  /** Default false. */
  readonly tls?: boolean | IrcTls;
  /** The server's password. */
  readonly password?: string;
  /** The nick to have; another is taken while somebody else has it. */
  readonly nick: string;
  /** Default: the nick in lower case, letters and digits only. */
  readonly username?: string;
  /** Default: the nick. */
  readonly realName?: string;
  readonly sasl?: IrcSasl;
  readonly nickserv?: IrcNickServ;
  /** Lines sent after registering and before the joins, as they are. */
  readonly perform?: readonly string[];
  /** Channels to join at the start. Others are joined when something is first sent to them, or on `channel.join()`. */
  readonly channels?: readonly (string | IrcChannel)[];
  /** How fast the server lets us write; false: as fast as it reads. Default: 5 lines at once, then 1.5 a second. */
  readonly flood?: false | IrcFlood;
  /** The WHATWG label of the encoding for lines that are not UTF-8. Default `latin1`. */
  readonly encoding?: string;
  /** The most lines that one message may become. Default 10. */
  readonly maxLines?: number;
  /** Default `tieline`. */
  readonly quitMessage?: string;
  /** How long the server may be silent, a PING included, before it counts as gone. Default 45,000. */
  readonly pingTimeoutMs?: number;
  /** Whether the name in a `<name> ` at the beginning of a line gets a colour, the same each time. Default false. */
  readonly nickColors?: boolean;
}

/** TLS with more than the system's authorities. */
export interface IrcTls {
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string;
  /** PEM of our certificate, and of its key. */
  readonly cert?: string;
  readonly key?: string;
  /** Default true; false takes anybody for the server. */
  readonly rejectUnauthorized?: boolean;
}

/** Logging in while registering. EXTERNAL goes by the certificate in `tls`. */
export interface IrcSasl {
  /** Default PLAIN. */
  readonly mechanism?: 'PLAIN' | 'EXTERNAL';
  readonly account?: string;
  readonly password?: string;
}

/** Logging in by a message to NickServ, where SASL is not offered or fails; also wins back the nick. */
export interface IrcNickServ {
  readonly password: string;
  /** Default: what goes with the nick. */
  readonly account?: string;
  /** The nick of the service. Default `NickServ`. */
  readonly service?: string;
  /** What frees the nick when another connection has it. Default `GHOST`. */
  readonly reclaim?: 'GHOST' | 'REGAIN' | 'RECOVER';
}

/** A channel and its key. */
export interface IrcChannel {
  readonly name: string;
  readonly key?: string;
}

/** How fast a server lets us write. */
export interface IrcFlood {
  /** Lines that may go out at once. */
  readonly burst: number;
  /** Lines a second after that. */
  readonly perSecond: number;
}

const line = v.pipe(
  v.string(),
  v.check((text) => !/[\r\n\0]/.test(text), 'text of one line, without CR, LF and NUL'),
);
const filledLine = v.pipe(
  line,
  v.check((text) => text.trim() !== '', 'text that is not empty'),
);
const word = v.pipe(
  v.string(),
  v.check((text) => isSafeName(text), 'a word without spaces, commas and control characters'),
);
const nick = v.pipe(
  v.string(),
  v.check(
    (text) => isSafeName(text) && !/^[-\d#&+!~@%:$]|[!@*?]/.test(text),
    'a nick: no spaces or commas, no !@*?, no digit first',
  ),
);
const channelName = v.pipe(
  v.string(),
  v.check((text) => isSafeName(text) && isChannelName(text), 'a channel name: # & + or ! first, no spaces and commas'),
);
const pem = v.pipe(
  v.string(),
  v.check((text) => text.includes('-----BEGIN '), 'PEM text'),
);
const positive = v.pipe(
  v.number(),
  v.check((value) => Number.isFinite(value) && value > 0, 'a number above 0'),
);
const count = v.pipe(
  v.number(),
  v.check((value) => Number.isInteger(value) && value > 0, 'a whole number above 0'),
);

const tls = v.pipe(
  v.strictObject({
    ca: v.optional(pem),
    cert: v.optional(pem),
    key: v.optional(pem),
    rejectUnauthorized: v.optional(v.boolean()),
  }),
  v.check(({ cert, key }) => (cert === undefined) === (key === undefined), 'cert and key together'),
);

const sasl = v.pipe(
  v.strictObject({
    mechanism: v.optional(v.picklist(['PLAIN', 'EXTERNAL'])),
    account: v.optional(filledLine),
    password: v.optional(line),
  }),
  v.check(
    ({ mechanism, account, password }) => mechanism === 'EXTERNAL' || (account !== undefined && password !== undefined),
    'account and password, unless the mechanism is EXTERNAL',
  ),
);

const keyedChannel = v.strictObject({ name: channelName, key: v.optional(word) });
const flood = v.strictObject({ burst: count, perSecond: positive });

// v.lazy and not v.union for what may be an object: a union tells of no fault inside the object.
/** Checks an {@link IrcConfig}. */
export const ircSchema: v.GenericSchema<IrcConfig> = v.strictObject({
  host: v.pipe(
    v.string(),
    v.check(
      (host) => /^[^\s\0/@]+$/.test(host) && !/^[^:]*:\d*$/.test(host),
      'the name or address of a server, without a protocol or port',
    ),
  ),
  port: v.optional(
    v.pipe(
      v.number(),
      v.check((port) => Number.isInteger(port) && port > 0 && port < 65_536, 'a port, 1 to 65535'),
    ),
  ),
  tls: v.optional(
    v.lazy((input) =>
      typeof input === 'object' ? tls : v.boolean('true, false or { ca, cert, key, rejectUnauthorized }'),
    ),
  ),
  password: v.optional(filledLine),
  nick,
  username: v.optional(word),
  realName: v.optional(filledLine),
  sasl: v.optional(sasl),
  nickserv: v.optional(
    v.strictObject({
      password: filledLine,
      account: v.optional(word),
      service: v.optional(word),
      reclaim: v.optional(v.picklist(['GHOST', 'REGAIN', 'RECOVER'])),
    }),
  ),
  perform: v.optional(
    v.array(
      v.pipe(
        filledLine,
        v.check((text) => Buffer.byteLength(text) <= 510, 'a line of at most 510 bytes'),
      ),
    ),
  ),
  channels: v.optional(v.array(v.lazy((input) => (typeof input === 'object' ? keyedChannel : channelName)))),
  flood: v.optional(
    v.lazy((input) => (typeof input === 'object' ? flood : v.literal(false, 'false or { burst, perSecond }'))),
  ),
  encoding: v.optional(v.pipe(v.string(), v.check(isEncoding, 'the WHATWG label of an encoding that contains ASCII'))),
  maxLines: v.optional(count),
  quitMessage: v.optional(line),
  pingTimeoutMs: v.optional(positive),
  nickColors: v.optional(v.boolean()),
}) as v.GenericSchema<IrcConfig>;

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).decode(new Uint8Array([65])) === 'A';
  } catch {
    return false;
  }
}
