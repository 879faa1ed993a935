/** Schemes whose addresses run as programs where they are opened. */
const DANGEROUS = /^(?:javascript|data|vbscript|blob|file):/i;
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:./i;
/** What an address cannot hold (RFC 3986), and what formats take for markup: always written as `%XX`. */
const UNSAFE = /[\s\u0000-\u001f\u007f<>"`\\^{|}\u2028\u2029]/g;
/** An address that networks find in plain text: it ends in a character they do not take for punctuation. */
const BARE = /^https?:\/\/[^\s<>"`\\^{|}]*[\p{L}\p{N}/#=&%+-]$/iu;

/** The address in the form in which formats write it; undefined where it is not absolute, or not safe to open. */
export function cleanLink(link: string): string | undefined {
  const trimmed = link.trim();
  if (!ABSOLUTE.test(trimmed) || DANGEROUS.test(trimmed)) return undefined;
  UNSAFE.lastIndex = 0;
  return UNSAFE.test(trimmed) || !trimmed.isWellFormed()
    ? trimmed.toWellFormed().replace(UNSAFE, (character) => encodeURIComponent(character))
    : trimmed;
}

/** Whether networks make a link of this text by themselves. */
export function isBareLink(text: string): boolean {
  return BARE.test(text);
}
