import type { IrcNickServ } from './config.ts';
import { asciiLower } from './names.ts';

/** How an identity speaks. */
export interface IdentityWire {
  /** Writes a line, before all that waits. */
  write(line: string): void;
  /** Writes a line that a hook must not see come back. */
  tell(line: string): void;
}

const regainEveryMs = 10_000;
const mostCollisions = 10;
/** RFC 2812 §1.2.1: nine characters at most, and many servers still mean it. */
const longestFallback = 8;

/** Which nick we have, and how we come by the one we want. */
export class Identity {
  readonly #wanted: string;
  readonly #nickserv: IrcNickServ | undefined;
  readonly #wire: IdentityWire;
  #timer: NodeJS.Timeout | undefined;
  #collisions = 0;
  /** Whether NickServ is to know us by the nick. */
  #identifies = false;
  /** The nick that the server knows us by. */
  nick: string;
  /** Who the server says our messages are from: `nick!user@host`; undefined until it has told. */
  prefix: string | undefined;

  constructor(wanted: string, nickserv: IrcNickServ | undefined, wire: IdentityWire) {
    this.#wanted = wanted;
    this.#nickserv = nickserv;
    this.#wire = wire;
    this.nick = wanted;
  }

  /**
   * While registering: the nick is taken. Tries others: `nick_`, `nick__`, then with a number at random.
   * @returns whether there is any sense in trying on
   */
  collided(): boolean {
    this.#collisions += 1;
    if (this.#collisions > mostCollisions) return false;
    const underlines = this.#collisions <= 2 ? '_'.repeat(this.#collisions) : '';
    // A server that cuts nicks short would take the same nick again from a longer one.
    const base = underlines === '' ? this.#wanted.slice(0, longestFallback - 3) : this.#wanted;
    this.nick = underlines === '' ? `${base}${100 + Math.floor(Math.random() * 900)}` : base + underlines;
    this.#wire.write(`NICK ${this.nick}`);
    return true;
  }

  /** Whether we have had to try other nicks. */
  get hasCollided(): boolean {
    return this.#collisions > 0;
  }

  /** The server knows us by this nick now. */
  become(nick: string): void {
    const hadWanted = this.#hasWanted();
    this.nick = nick;
    if (this.prefix !== undefined) this.prefix = nick + this.prefix.slice(this.prefix.indexOf('!'));
    if (!this.#hasWanted()) return;
    this.stop();
    // Services know whoever comes to a nick anew as nobody.
    if (!hadWanted && this.#identifies) this.#identify();
  }

  /** Whether a nick is ours. */
  isUs(nick: string): boolean {
    return nick === this.nick || asciiLower(nick) === asciiLower(this.nick);
  }

  /** Logs in with NickServ, where that is configured and SASL has not done it already. */
  identify(): void {
    if (this.#nickserv === undefined) return;
    this.#identifies = true;
    // Without an account the password is that of the nick we have, which must be the right one.
    if (this.#nickserv.account !== undefined || this.#hasWanted()) this.#identify();
  }

  /** Registered under another nick: asks NickServ to free ours, and tries for it again and again. */
  regain(): void {
    if (this.#hasWanted() || this.#timer !== undefined) return;
    if (this.#nickserv !== undefined) {
      const { reclaim = 'GHOST', password } = this.#nickserv;
      this.#tellService(`${reclaim} ${this.#wanted} ${password}`);
    }
    this.#timer = setInterval(() => this.#try(), regainEveryMs);
  }

  /** Somebody has given up a nick; if it is ours, we take it. */
  freed(nick: string): void {
    if (asciiLower(nick) === asciiLower(this.#wanted)) this.#try();
  }

  /** Stops trying. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #identify(): void {
    const { account, password = '' } = this.#nickserv ?? {};
    this.#tellService(`IDENTIFY ${account === undefined ? '' : `${account} `}${password}`);
  }

  #try(): void {
    if (!this.#hasWanted()) this.#wire.write(`NICK ${this.#wanted}`);
  }

  #hasWanted(): boolean {
    return asciiLower(this.nick) === asciiLower(this.#wanted);
  }

  #tellService(text: string): void {
    this.#wire.tell(`PRIVMSG ${this.#nickserv?.service ?? 'NickServ'} :${text}`);
  }
}
