import { ConfigError, type ConfigIssue } from '../errors.ts';
import { type Message, type MessageInput, toMessage } from '../model/message.ts';
import { messageFaults, shown } from '../model/message-faults.ts';
import { RichText } from '../text/rich-text.ts';

/** The message a caller meant. @throws ConfigError listing everything that is wrong with it */
export function readMessage(owner: unknown, input: MessageInput): Message {
  if (typeof input !== 'string' && !(input instanceof RichText)) {
    const faults = faultsOf(input);
    if (faults.length > 0) throw refusal(`${owner}: this is no message`, faults);
  }
  return toMessage(input);
}

/** The emoji a caller meant. @throws ConfigError */
export function readEmoji(owner: unknown, emoji: unknown): string {
  if (typeof emoji === 'string' && emoji !== '') return emoji;
  throw refusal(`${owner}: this is no emoji`, [
    { field: 'emoji', expected: 'a string that is not empty', got: shown(emoji) },
  ]);
}

function faultsOf(input: unknown): readonly ConfigIssue[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return [{ field: 'message', expected: 'a string, a RichText or a message', got: shown(input) }];
  }
  return messageFaults(input).map((fault) => ({ ...fault, field: `message.${fault.field}` }));
}

function refusal(what: string, issues: readonly ConfigIssue[]): ConfigError {
  const list = issues.map(({ field, expected, got }) => `${field}: expected ${expected}, got ${got}`);
  return new ConfigError(`${what}: ${list.join('; ')}`, { issues });
}
