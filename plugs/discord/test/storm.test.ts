import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bridge } from './bridge.ts';

const author = { kind: 'user', network: 'irc:test', id: 'bob', nick: 'bob' } as const;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('in a storm of 429s, 5xx and lost answers', () => {
  it.each(['auto', 'off'] as const)(
    'every message arrives once, in its order, in each channel (webhooks %s)',
    async (webhooks) => {
      const property = fc.asyncProperty(fc.integer(), async (seed) => {
        const { discord, guild, plug } = await bridge({ webhooks });
        const random = randomFrom(seed);
        const places = Array.from({ length: 4 }, (_, index) => discord.channel(guild, `room-${index}`));
        const isSend = (method: string): boolean => method === 'POST' && random() < 0.1;
        const when = ({ method }: { method: string }): boolean => isSend(method);
        discord.faults.add({ times: 1000, status: 502, at: 'before', when });
        discord.faults.add({ times: 1000, status: 504, at: 'after', when });
        discord.faults.add({ times: 1000, reset: true, at: 'after', when });
        discord.faults.add({
          times: 1000,
          at: 'before',
          status: 429,
          body: { message: 'You are being rate limited.', retry_after: 0.01, global: false },
          headers: { 'Retry-After': '0', 'X-RateLimit-Scope': 'shared' },
          when,
        });
        const texts = Array.from({ length: 8 }, (_, index) => `m${index}`);
        const posted = await Promise.all(
          places.flatMap(({ id }) => texts.map((text) => plug.channel(id).post({ text, user: author }))),
        );
        discord.dropGateway();
        await Promise.all(posted.map((one) => one.receipt()));
        for (const place of places) {
          const contents = discord.messages(place).map(({ content }) => content.replace('\\<bob> ', ''));
          expect(contents).toEqual(texts);
        }
      });
      // No seed is smaller than another: shrinking would only take time until the test is over it.
      await fc.assert(property, { numRuns: 1, endOnFailure: true });
    },
    120_000,
  );
});

describe('while the gateway comes and goes', () => {
  it('every message comes in once, in its order', async () => {
    const property = fc.asyncProperty(fc.integer(), async (seed) => {
      const { discord, lobby, alice, events, heard } = await bridge();
      const random = randomFrom(seed);
      const disturbances = [
        () => discord.dropGateway(),
        () => discord.dropGateway(4000),
        () => discord.invalidateSessions(),
        () => discord.invalidateSessions(true),
        () => discord.askReconnect(),
      ];
      const texts = Array.from({ length: 120 }, (_, index) => `m${index}`);
      discord.say(lobby, alice, 'first');
      await heard('message');
      for (const [index, text] of texts.entries()) {
        discord.say(lobby, alice, text);
        if (index % 20 === 10) {
          disturbances[Math.floor(random() * disturbances.length)]?.();
          for (let more = 0; more < 5; more += 1) await new Promise((resolve) => setImmediate(resolve));
        }
        // Now and then the client gets back in between.
        if (random() < 0.05) await discord.until(() => discord.connected === 1);
      }
      await heard('message', ({ text }) => String(text) === texts.at(-1));
      const came = events.flatMap((event) => (event.type === 'message' ? [String(event.text)] : []));
      expect(came).toEqual(['first', ...texts]);
    });
    await fc.assert(property, { numRuns: 3, endOnFailure: true });
  }, 60_000);
});

describe('under a rate limit of a channel', () => {
  it('nothing is lost, doubled or reordered, and a channel without traffic does not wait', async () => {
    const { discord, guild, plug, channel } = await bridge();
    discord.rateLimit({ method: 'POST', route: '/webhooks/:webhook/:token', limit: 5, perMs: 1000 });
    const rooms = Array.from({ length: 20 }, (_, index) => discord.channel(guild, `room-${index}`));
    const texts = Array.from({ length: 15 }, (_, index) => `m${index}`);
    await channel.send({ text: 'warm', user: author });
    const flood = rooms.map(({ id }) => texts.map((text) => plug.channel(id).send({ text, user: author })));
    await channel.send({ text: 'quick', user: author });
    // The floods wait for two windows more.
    for (const room of rooms) expect(discord.messages(room).length).toBeLessThan(texts.length);
    await Promise.all(flood.flat());
    for (const room of rooms) expect(discord.messages(room).map(({ content }) => content)).toEqual(texts);
    expect(discord.rateLimits.refusals).toBe(0);
  }, 60_000);
});
