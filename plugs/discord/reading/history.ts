import type { HistoryQuery } from '../../../src/index.ts';
import type { APIMessage, ApiCall } from '../client.ts';
import { Routes } from '../client.ts';

/** The most messages that one request gives (Message Resource › Get Channel Messages). */
const pageSize = 100;

/** Reads the past of a channel, oldest first. */
export async function* readHistory(
  call: <T>(call: ApiCall) => Promise<T>,
  channelId: string,
  { before, after, limit }: HistoryQuery,
): AsyncGenerator<APIMessage> {
  const page = async (query: Record<string, string>, size: number): Promise<APIMessage[]> => {
    const route = Routes.channelMessages(channelId);
    const given = await call<APIMessage[]>({ method: 'GET', route, query: { ...query, limit: String(size) } });
    // Newest first, always.
    return given.toReversed();
  };
  if (after === undefined && limit !== undefined) {
    yield* newest(page, before?.id, limit);
    return;
  }
  let left = limit ?? Number.POSITIVE_INFINITY;
  // Ids are in the order of time, so that the first message comes after 0.
  for (let since = after?.id ?? '0'; left > 0; ) {
    const messages = await page({ after: since }, Math.min(pageSize, left));
    for (const message of messages) {
      if (before !== undefined && BigInt(message.id) >= BigInt(before.id)) return;
      yield message;
      since = message.id;
      left -= 1;
    }
    if (messages.length < pageSize) return;
  }
}

/** The last so many before a message: found backwards, given forwards. */
async function* newest(
  page: (query: Record<string, string>, size: number) => Promise<APIMessage[]>,
  before: string | undefined,
  limit: number,
): AsyncGenerator<APIMessage> {
  const pages: APIMessage[][] = [];
  let oldest = before;
  for (let left = limit; left > 0; ) {
    const size = Math.min(pageSize, left);
    const messages = await page(oldest === undefined ? {} : { before: oldest }, size);
    pages.push(messages);
    left -= messages.length;
    oldest = messages[0]?.id;
    if (messages.length < size) break;
  }
  for (const messages of pages.toReversed()) yield* messages;
}
