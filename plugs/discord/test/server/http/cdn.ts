import type { StoredFile } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** The smallest picture there is: one transparent pixel. */
const pixel: StoredFile = {
  bytes: new Uint8Array(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==',
      'base64',
    ),
  ),
  contentType: 'image/png',
};

/**
 * Finds a file of the CDN (Reference › CDN Endpoints). Attachments need a signature that has not run out (Reference ›
 * Signed Attachment CDN URLs); avatars, emoji and stickers that somebody has are one pixel.
 */
export function findFile(world: World, path: string, query: URLSearchParams): StoredFile | undefined {
  if (path.startsWith('/attachments/')) {
    const expires = Number.parseInt(query.get('ex') ?? '', 16);
    if (!(expires * 1000 > Date.now()) || !query.has('is') || !query.has('hm')) return undefined;
    return world.files.get(path);
  }
  return isPicture(world, path) ? pixel : undefined;
}

function isPicture(world: World, path: string): boolean {
  if (/^\/embed\/avatars\/[0-5]\.png$/.test(path)) return true;
  const avatar = /^\/avatars\/(\d+)\/(\w+)\.(?:png|jpg|jpeg|webp|gif)$/.exec(path);
  if (avatar !== null) {
    const [, id = '', hash] = avatar;
    return (world.users.get(id)?.avatar ?? world.webhooks.get(id)?.avatar) === hash;
  }
  const own = /^\/guilds\/(\d+)\/users\/(\d+)\/avatars\/(\w+)\.(?:png|jpg|jpeg|webp|gif)$/.exec(path);
  if (own !== null) {
    const [, guildId = '', userId = '', hash] = own;
    return world.guilds.get(guildId)?.members.get(userId)?.avatar === hash;
  }
  const [, kind, id = ''] = /^\/(emojis|stickers)\/(\d+)\.(?:png|webp|gif|json)$/.exec(path) ?? [];
  return [...world.guilds.values()].some((guild) => (kind === 'emojis' ? guild.emojis : guild.stickers).has(id));
}
