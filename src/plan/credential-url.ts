/** Names of query fields that carry a signature or a key, in lower case. */
const secretFields = new Set([
  'auth',
  'authorization',
  'googleaccessid',
  'jwt',
  'key-pair-id',
  'pass',
  'pwd',
  'session',
  'sessionid',
  'sig',
  'x-amz-credential',
  'x-goog-credential',
]);

/** How such names end, whatever a network puts before them. */
const secretEnding =
  /(?:^|[-_.])(?:token|secret|signature|passw(?:or)?d|hmac)$|(?:api|access)[-_]?key(?:[-_]?id)?$|accesstoken$/i;
/** Signatures that are one value of several: Akamai's `exp=…~hmac=…`. */
const signedValue = /(?:^|~)hmac=/i;
/** Tokens and keys by their form: of Slack, GitHub, GitLab and Google. */
const knownToken = /(?:^|\W)(?:xox[a-z]-[\w-]{8,}|gh[oprsu]_\w{16,}|glpat-[\w-]{16,}|AIza[\w-]{30,})/;
/** A Slack webhook's path is its secret. */
const slackHook = /\/services\/T\w+\/B\w+\/\w{16,}/;
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
  if (slackHook.test(url.pathname)) return true;
  if (jsonWebToken.test(address) || knownToken.test(address)) return true;
  return hasSecret(url.search.slice(1)) || hasSecret(url.hash.slice(1));
}

/** Whether an address may be shown to strangers: one of the web, without a secret. */
export function isPublicUrl(address: string | undefined): address is string {
  if (address === undefined || !/^https?:\/\//i.test(address)) return false;
  return !carriesCredential(address);
}

function hasSecret(query: string): boolean {
  if (!query.includes('=')) return false;
  for (const [name, value] of new URLSearchParams(query)) {
    if (secretFields.has(name.toLowerCase()) || secretEnding.test(name) || signedValue.test(value)) return true;
  }
  return false;
}
