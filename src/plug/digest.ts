import type { Message } from '../model/message.ts';

/**
 * A short name for a content, with `~` before it: equal for equal contents, and as good as never for others.
 *
 * FNV-1a in two independent 32-bit lanes; nothing hangs on it but the recognition of a repeated edit.
 */
export function digest(message: Message): string {
  const json = JSON.stringify(message);
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let index = 0; index < json.length; index += 1) {
    const unit = json.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
  }
  return `~${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
