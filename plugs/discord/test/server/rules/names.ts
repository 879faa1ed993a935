import { type FieldPath, type Form, lengthOf } from './form.ts';

/**
 * Checks the name of a webhook, or the one it speaks under: 1 to 80 characters, without “clyde” or “discord” in any
 * case (Webhook Resource › Create Webhook), not “everyone” or “here” (Users Resource › Usernames and Nicknames). That the
 * last rule holds for webhooks too, and the codes of these complaints, are as seen in public reports, not documented.
 */
export function checkWebhookName(form: Form, path: FieldPath, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  // Names are sanitized and trimmed (Users Resource › Usernames and Nicknames, 4).
  const name = form.text(path, typeof value === 'string' ? value.trim() : value, { min: 1, max: 80 });
  if (name === undefined) return undefined;
  for (const word of ['clyde', 'discord']) {
    if (name.toLowerCase().includes(word)) {
      form.fail(path, 'USERNAME_INVALID_CONTAINS', `Username cannot contain "${word}"`);
    }
  }
  if (['everyone', 'here'].includes(name.toLowerCase())) {
    form.fail(path, 'USERNAME_INVALID', `Username cannot be "${name}"`);
  }
  return name;
}

/** Checks an address: well formed, under 2048 characters, of one of these schemes (as seen in public reports). */
export function checkUrl(form: Form, path: FieldPath, value: unknown, schemes: readonly string[]): string | undefined {
  const url = form.text(path, value, { max: 2048 });
  if (url === undefined || url === '' || lengthOf(url) > 2048) return url;
  if (!URL.canParse(url)) {
    form.fail(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    return undefined;
  }
  const scheme = new URL(url).protocol.slice(0, -1);
  if (!schemes.includes(scheme)) {
    const list = schemes.map((known) => `'${known}'`).join(', ');
    form.fail(path, 'URL_TYPE_INVALID_SCHEME', `Scheme "${scheme}" is not supported. Scheme must be one of (${list}).`);
  }
  return url;
}

/** The seconds of slow mode and the minutes of inactivity that channels and threads take (Channels Resource). */
export const archiveDurations = [60, 1440, 4320, 10_080] as const;
