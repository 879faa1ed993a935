/** How a server compares names (`CASEMAPPING` of RPL_ISUPPORT). */
export type CaseMapping = 'ascii' | 'rfc1459' | 'strict-rfc1459';

// RFC 1459 §2.2: for its Scandinavian authors {}|^ are the lower case of []\~.
const extras: Readonly<Record<CaseMapping, RegExp | undefined>> = {
  ascii: undefined,
  'strict-rfc1459': /[[\]\\]/g,
  rfc1459: /[[\]\\^]/g,
};

/** A name in the form in which a server compares it. */
export function foldName(name: string, mapping: CaseMapping): string {
  const lower = asciiLower(name);
  const extra = extras[mapping];
  return extra === undefined
    ? lower
    : lower.replace(extra, (character) => String.fromCharCode(character.charCodeAt(0) + 32));
}

/** A name with A to Z in lower case and nothing else changed: no server tells names apart by that. */
export function asciiLower(name: string): string {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name;
}

/** Whether a name is a channel's and not a nick. */
export function isChannelName(name: string): boolean {
  return /^[#&+!]/.test(name);
}

/** Whether a name can stand as the target of a command without becoming two targets, or another command. */
export function isSafeName(name: string): boolean {
  return name !== '' && Buffer.byteLength(name) <= longestName && !/[\0-\x20,\x7f]|^:/.test(name);
}

/** In bytes; servers allow 50 to 64 for channels, and less for nicks. */
export const longestName = 200;
