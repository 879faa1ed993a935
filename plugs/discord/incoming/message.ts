import { type Attachment, type Message, type MessageRef, RichText, type User } from '../../../src/index.ts';
import type { APIMessage } from '../client.ts';
import { MessageReferenceType, MessageType } from '../client.ts';
import { toCard } from './card.ts';
import { toFiles } from './files.ts';

/** What the reader of a message looks up elsewhere. */
export interface MessageContext {
  readonly cdn: string;
  /** Reads markup, and whom it mentions. */
  read(text: string, message: Partial<APIMessage>): RichText;
  /** Who wrote it. */
  author(message: APIMessage): User;
  /** Names a message in a channel. */
  ref(channelId: string, messageId: string): MessageRef;
}

/** What a message says. */
export type Content = Omit<Message, 'user'>;

/** The kinds of message that people and programs write. */
const spoken: readonly MessageType[] = [
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
];

/** What the system says of somebody, as what they did. */
const acts: Partial<Record<MessageType, (message: APIMessage) => string>> = {
  [MessageType.ChannelPinnedMessage]: () => 'pinned a message',
  [MessageType.GuildBoost]: () => 'boosted the server',
  [MessageType.GuildBoostTier1]: () => 'boosted the server to level 1',
  [MessageType.GuildBoostTier2]: () => 'boosted the server to level 2',
  [MessageType.GuildBoostTier3]: () => 'boosted the server to level 3',
  [MessageType.ThreadCreated]: ({ content }) => `started a thread: ${content}`,
};

/** What a message says, in the form of the model; undefined for one of the system's that says nothing to people. */
export function toContent(message: APIMessage, context: MessageContext): Content | undefined {
  const act = acts[message.type];
  if (act !== undefined) return { text: new RichText(act(message)), action: true };
  if (!spoken.includes(message.type)) return undefined;
  return { ...toBody(message, context), ...toReply(message, context) };
}

type Body = Pick<APIMessage, 'content' | 'attachments' | 'embeds'> & Partial<APIMessage>;

function toBody(message: Body, context: MessageContext): Content {
  const written = [message.content, ...textsOf(message.components ?? [])].filter((text) => text !== '').join('\n');
  const card = toCard(message.embeds, (text) => context.read(text, message));
  const attachments: Attachment[] = toFiles(context.cdn, message);
  const { poll } = message;
  if (poll !== undefined) {
    const options = poll.answers.map(({ poll_media: { text, emoji } }) =>
      [emoji?.name, text].filter(Boolean).join(' '),
    );
    const multiple = poll.allow_multiselect;
    attachments.push({ type: 'poll', question: poll.question.text ?? '', options, ...(multiple && { multiple }) });
  }
  if (message.message_reference?.type === MessageReferenceType.Forward) {
    // A forward does not tell who wrote it (Message Resource › Forwards: “author will be excluded”).
    for (const { message: snapshot } of message.message_snapshots ?? []) {
      attachments.push({ type: 'forward', message: toBody(snapshot as Body, context) });
    }
  }
  return {
    ...(written !== '' && { text: context.read(written, message) }),
    ...(card && { card }),
    ...(attachments.length > 0 && { attachments }),
  };
}

/** Components Reference › Text Display: the texts of a message that is made of components. */
function textsOf(components: readonly unknown[]): string[] {
  return components.flatMap((component) => {
    const { type, content, components: inner, component: one } = component as Record<string, unknown>;
    const own = type === 10 && typeof content === 'string' ? [content] : [];
    const nested = Array.isArray(inner) ? inner : [];
    return [...own, ...textsOf(one === undefined ? nested : [...nested, one])];
  });
}

function toReply(message: APIMessage, context: MessageContext): Content {
  const reference = message.message_reference;
  const answers = message.type === MessageType.Reply || message.type === MessageType.ContextMenuCommand;
  if (!answers || reference?.message_id === undefined) return {};
  const replyTo = context.ref(reference.channel_id, reference.message_id);
  const original = message.referenced_message;
  if (!original) return { replyTo };
  return { replyTo, quoted: { ...toContent(withoutReply(original), context), user: context.author(original) } };
}

/** What is quoted does not quote in turn. */
function withoutReply(message: APIMessage): APIMessage {
  return message.type === MessageType.Reply ? { ...message, type: MessageType.Default } : message;
}
