import {
  type Channel,
  type ChannelInfo,
  type HistoryQuery,
  type Member,
  type MessageRef,
  Plug,
  type QueuedEvent,
  type QueuedUser,
  type User,
} from '../../src/index.ts';
import type { DiscordConfig } from './config.ts';
import { isTextual } from './directory.ts';
import { readHistory } from './reading/history.ts';
import * as rooms from './reading/rooms.ts';
import type { Session } from './session.ts';
import { isNewer } from './snowflake.ts';

/** What can be asked of Discord. */
export abstract class DiscordFacets extends Plug<DiscordConfig> {
  /** The login. @throws NotConnectedError */
  protected abstract get live(): Session;

  /** A user with what the base class would fill in. */
  protected toUser(user: QueuedUser): User {
    return { ...user, kind: 'user', network: this.networkId };
  }

  protected override async getInfo({ source }: Channel): Promise<ChannelInfo> {
    return await rooms.info(this.live, source);
  }

  protected override async getUser(id: string): Promise<User> {
    return this.toUser(await rooms.user(this.live, id));
  }

  protected override async *getMembers(channel: Channel): AsyncIterable<Member> {
    for await (const { user, nick } of rooms.members(this.live, await this.live.target(channel))) {
      yield { user: this.toUser(user), channel: channel.ref, ...(nick !== undefined && { nick }) };
    }
  }

  protected override async *getHistory(channel: Channel, query: HistoryQuery): AsyncIterable<QueuedEvent> {
    const session = this.live;
    const call = session.call.bind(session);
    const id = session.idOf(channel.source);
    const last = session.directory.channel(id)?.lastMessageId;
    // After an outage a host asks for every channel it knows of; in most nothing was said.
    if (query.after !== undefined && last !== undefined && !isNewer(last, query.after.id)) return;
    for await (const message of readHistory(call, id, query)) {
      const event = session.toEvent(message);
      if (event !== undefined) yield { ...event, history: true };
    }
  }

  protected override async getMessage(ref: MessageRef): Promise<QueuedEvent | undefined> {
    const message = await rooms.message(this.live, this.live.idOf(ref.channel.source), ref.id);
    return message && this.live.toEvent(message);
  }

  protected override async *getChannels(): AsyncIterable<Channel> {
    for (const known of this.live.directory.channels()) if (isTextual(known)) yield this.live.around.channel(known.id);
  }

  protected override async getDirect(user: User): Promise<Channel> {
    return this.channel(await rooms.conversation(this.live, user.id));
  }
}
