import type { Segment } from '../../segment.ts';
import type { HtmlContext } from './context.ts';

type Mention = NonNullable<Segment['mention']>;

const MATRIX = /^https:\/\/matrix\.to\/#\/([^?/]+)/i;
const TELEGRAM = /^tg:\/\/user\?id=(\d+)$/i;
const MATRIX_ADDRESS = 'https://matrix.to/#/';

/** Whom an address names, if it is one that names somebody. */
export function readMention(address: string, { network, user }: HtmlContext): Mention | undefined {
  if (network === undefined) return undefined;
  const id = TELEGRAM.exec(address)?.[1] ?? decoded(MATRIX.exec(address)?.[1]);
  if (id === undefined) return undefined;
  if (/^[@\d]/.test(id)) return user?.(id) ?? { kind: 'user', network, id };
  return /^[!#]/.test(id) ? { kind: 'channel', network, source: id } : undefined;
}

/** The address that names somebody, where the dialect has one. */
export function mentionAddress(mention: Mention, { dialect = 'matrix', network }: HtmlContext): string | undefined {
  if (typeof mention === 'string' || network === undefined || mention.network !== network) return undefined;
  const id = mention.kind === 'user' ? mention.id : mention.source;
  if (dialect === 'telegram') {
    return mention.kind === 'user' && /^\d+$/.test(id) ? `tg://user?id=${id}` : undefined;
  }
  if (!(mention.kind === 'user' ? /^@./ : /^[!#]./).test(id) || !id.isWellFormed()) return undefined;
  return MATRIX_ADDRESS + encodeURIComponent(id).replace(/%40/g, '@').replace(/%3A/g, ':');
}

function decoded(id: string | undefined): string | undefined {
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    return undefined;
  }
}
