/** The IRCv3 capabilities that the plug makes use of. */
const useful: ReadonlySet<string> = new Set([
  'batch',
  'cap-notify',
  'chghost',
  'message-tags',
  'multi-prefix',
  'sasl',
  'server-time',
  'userhost-in-names',
]);

/** Wanted together or not at all: without labels an echo could not be told from a message of another client of ours. */
const confirming: readonly string[] = ['echo-message', 'labeled-response', 'batch'];

/** What irc-framework does not ask for by itself. */
export const extraCapabilities: readonly string[] = ['labeled-response', 'chghost'];

/**
 * Reads the capabilities that a server offers, which may come in several lines, and leaves of them what the plug uses.
 */
export class OfferedCapabilities {
  #offered: string[] = [];

  /**
   * Takes the parameters of one `CAP * LS`; gives the line to work with once the last one is in.
   * @see https://ircv3.net/specs/extensions/capability-negotiation#multiline-replies-to-cap-ls-and-cap-list
   */
  add(params: readonly string[]): string | undefined {
    const isLast = params[2] !== '*' || params.length < 4;
    this.#offered.push(...(params.at(-1) ?? '').split(' ').filter(Boolean));
    if (!isLast) return undefined;
    const names = new Set(this.#offered.map(nameOf));
    const confirms = confirming.every((name) => names.has(name));
    const chosen = this.#offered.filter(
      (offer) => useful.has(nameOf(offer)) || (confirms && confirming.includes(nameOf(offer))),
    );
    this.#offered = [];
    return `CAP * LS :${chosen.join(' ')}`;
  }
}

function nameOf(offer: string): string {
  return offer.split('=', 1)[0] ?? '';
}
