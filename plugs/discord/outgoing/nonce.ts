import { createHash } from 'node:crypto';

/** The longest nonce (Message Resource › Create Message: “up to 25 characters”). */
const maxNonce = 25;

/** The nonce of an idempotency key: the key itself, or a digest where it is too long. */
export function toNonce(key: string): string {
  if (key.length <= maxNonce) return key;
  return createHash('sha256').update(key).digest('base64url').slice(0, maxNonce);
}
