import type { Capabilities } from '../../src/index.ts';
import type { DiscordSettings } from './settings.ts';

/** The longest text of one message, in code points (Message Resource › Create Message, `content`). */
export const maxContent = 2000;
/** The size of one file (Reference › Uploading Files: “The default limit is 10 MiB for all users”). */
export const maxFileBytes: number = 10 * 1024 * 1024;
/** The files of one message (Opcodes and Status Codes › 30015). */
export const maxFiles = 10;

/** What Discord can carry. */
export function discordCapabilities(settings: DiscordSettings): Capabilities {
  const impersonate = settings.webhooks !== 'off';
  return {
    text: {
      maxLength: maxContent,
      unit: 'codepoint',
      marks: [
        'bold',
        'italic',
        'underline',
        'strike',
        'code',
        'pre',
        'spoiler',
        'quote',
        'heading',
        'list',
        'link',
        'mention',
        'emoji',
      ],
    },
    attachments: { maxBytes: maxFileBytes, maxCount: maxFiles, withText: true },
    reply: true,
    thread: true,
    card: true,
    impersonate,
    echo: 'network',
    // A bot's own message takes a nonce, a webhook's takes none: there the echo tells.
    idempotency: impersonate ? 'echo' : 'key',
    edit: true,
    delete: true,
    reaction: true,
    typing: true,
    title: true,
    topic: true,
    presence: true,
    members: true,
    history: true,
    rooms: { list: true, create: true, destroy: true },
  };
}
