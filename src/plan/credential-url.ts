/** Names of query fields that carry a signature or a key, in lower case. */
const secretFields = new Set([
  'access_token',
  'accesstoken',
  'api_key',
  'apikey',
  'auth',
  'auth_token',
  'authorization',
  'awsaccesskeyid',
  'client_secret',
  'googleaccessid',
  'id_token',
  'jwt',
  'key-pair-id',
  'pass',
  'passwd',
  'password',
  'pwd',
  'secret',
  'session',
  'sessionid',
  'sig',
  'signature',
  'token',
  'x-amz-credential',
  'x-amz-security-token',
  'x-amz-signature',
  'x-goog-credential',
  'x-goog-signature',
  'x-oss-signature',
]);

/** A bot's token as Telegram writes it, `123456:AA…`, which stands in the path of its files: /file/bot<token>/<path>. */
const botToken = /(?:^|\/)(?:bot)?\d{3,}(?::|%3A)[\w-]{10,}(?:\/|$)/i;
/** A Discord webhook's path ends with the secret to write with it: /api/webhooks/<id>/<token>. */
const webhookToken = /\/webhooks\/\d+\/[\w-]{20,}/;
/** Three dotted base64url words of which the first is a JSON object: a JSON Web Token (RFC 7519). */
const jsonWebToken = /eyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]*/;

/**
 * Whether an address carries a secret: a password, a bot's token in its path, a signature or token in its query or
 * fragment. What cannot be read as an address counts as one that does.
 */
export function carriesCredential(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return true;
  if (url.username !== '' || url.password !== '') return true;
  if (botToken.test(url.pathname) || webhookToken.test(url.pathname)) return true;
  if (jsonWebToken.test(address)) return true;
  return hasSecret(url.search.slice(1)) || hasSecret(url.hash.slice(1));
}

/** Whether an address may be shown to strangers: one of the web, without a secret. */
export function isPublicUrl(address: string | undefined): address is string {
  if (address === undefined || !/^https?:\/\//i.test(address)) return false;
  return !carriesCredential(address);
}

function hasSecret(query: string): boolean {
  if (!query.includes('=')) return false;
  for (const name of new URLSearchParams(query).keys()) {
    if (secretFields.has(name.toLowerCase())) return true;
  }
  return false;
}
