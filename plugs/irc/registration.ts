import { AuthError, ForbiddenError, PlugError, type TielineError } from '../../src/index.ts';
import type { Identity } from './identity.ts';
import type { IrcMessage } from './message.ts';

/** What registering needs to know. */
export interface RegistrationParts {
  readonly identity: Identity;
  /** Whether SASL was asked for. */
  readonly wantsSasl: boolean;
  /** Whether there is another way to log in, so that SASL may fail. */
  readonly hasNickServ: boolean;
  /** The server has let us in, and told all about itself. */
  ready(): void;
  /** We cannot register. */
  fail(error: TielineError): void;
}

/** From the first line to the end of the message of the day. */
export class Registration {
  readonly #parts: RegistrationParts;
  #isLoggedIn = false;
  #isWelcome = false;
  #isReady = false;
  #saslFault = 'the server does not offer it';

  constructor(parts: RegistrationParts) {
    this.#parts = parts;
  }

  /** Whether an account has been logged in to. */
  get isLoggedIn(): boolean {
    return this.#isLoggedIn;
  }

  /** SASL was refused; what that means is decided when the server lets us in. */
  saslFailed(reason: string): void {
    this.#saslFault = reason;
  }

  /** Reads a line; whether it was one of the registration. */
  take(message: IrcMessage): boolean {
    const { command, params } = message;
    const text = params.at(-1) ?? '';
    switch (command) {
      case '001':
        this.#isWelcome = true;
        this.#parts.identity.become(params[0] ?? this.#parts.identity.nick);
        return true;
      case '376': // end of the message of the day
      case '422': // there is none
        this.#becomeReady();
        return true;
      case '900': // logged in
        this.#isLoggedIn = true;
        return true;
      case '433': // in use
      case '436': // collision
      case '437': // kept from everybody for a while
        return this.#tryAnother(text);
      case '432': // not a nick here; perhaps because the one we made is too long
        if (this.#parts.identity.hasCollided) return this.#tryAnother(text);
        return this.#refuse(new PlugError(`the server refuses the nick: ${text}`, { retryable: true, certain: true }));
      case '464':
        return this.#refuse(new AuthError(`the server refuses the password: ${text}`));
      case '465':
        return this.#refuse(new ForbiddenError(`banned from the server: ${text}`));
      default:
        return false;
    }
  }

  #tryAnother(text: string): boolean {
    if (this.#isWelcome || this.#parts.identity.collided()) return true;
    return this.#refuse(new PlugError(`no nick is free: ${text}`, { retryable: true, certain: true }));
  }

  #refuse(error: TielineError): boolean {
    if (!this.#isWelcome) this.#parts.fail(error);
    return true;
  }

  #becomeReady(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    if (this.#parts.wantsSasl && !this.#isLoggedIn && !this.#parts.hasNickServ) {
      this.#parts.fail(new AuthError(`cannot log in by SASL: ${this.#saslFault}`));
    } else {
      this.#parts.ready();
    }
  }
}
