import type { IrcNickServ } from './config.ts';
import { asciiLower } from './names.ts';

const regainEveryMs = 10_000;
const mostCollisions = 10;
/** RFC 2812 §1.2.1: nine characters at most, and many servers still mean it. */
const longestFallback = 8;

/** Which nick we have, and how we come by the one we want. */
export class Identity {
  readonly #wanted: string;
  readonly #nickserv: IrcNickServ | undefined;
  readonly #write: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #collisions = 0;
  /** The nick that the server knows us by. */
  nick: string;
  /** Who the server says our messages are from: `nick!user@host`; undefined until it has told. */
  prefix: string | undefined;

  constructor(wanted: string, nickserv: IrcNickServ | undefined, write: (line: string) => void) {
    this.#wanted = wanted;
    this.#nickserv = nickserv;
    this.#write = write;
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
    this.#write(`NICK ${this.nick}`);
    return true;
  }

  /** Whether we have had to try other nicks. */
  get hasCollided(): boolean {
    return this.#collisions > 0;
  }

  /** The server knows us by this nick now. */
  become(nick: string): void {
    this.nick = nick;
    if (this.prefix !== undefined) this.prefix = nick + this.prefix.slice(this.prefix.indexOf('!'));
    if (this.#hasWanted()) this.stop();
  }

  /** Whether a nick is ours. */
  isUs(nick: string): boolean {
    return nick === this.nick || asciiLower(nick) === asciiLower(this.nick);
  }

  /** Logs in with NickServ, where that is configured and SASL has not done it already. */
  identify(): void {
    if (this.#nickserv === undefined) return;
    const { account, password } = this.#nickserv;
    this.#tellService(`IDENTIFY ${account === undefined ? '' : `${account} `}${password}`);
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

  #try(): void {
    if (!this.#hasWanted()) this.#write(`NICK ${this.#wanted}`);
  }

  #hasWanted(): boolean {
    return asciiLower(this.nick) === asciiLower(this.#wanted);
  }

  #tellService(text: string): void {
    this.#write(`PRIVMSG ${this.#nickserv?.service ?? 'NickServ'} :${text}`);
  }
}
