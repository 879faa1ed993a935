import { describe, expect, it } from 'vitest';
import { BadReferenceError, ConfigError, messageRef, RichText } from '../../src/index.ts';
import { ScriptedHost } from '../host/scripted-host.ts';

async function world() {
  const scripted = new ScriptedHost();
  const plug = scripted.plug('net', { capabilities: { edit: true, delete: true, reaction: true } });
  await scripted.open();
  return { plug, channel: plug.channel('room') };
}

/** Never throws: what a call threw at once is told apart from what it rejected with. */
async function rejection(call: () => Promise<unknown>): Promise<unknown> {
  let result: Promise<unknown>;
  try {
    result = call();
  } catch (error) {
    throw new Error('it threw at once', { cause: error });
  }
  return result.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const inputs: readonly (readonly [field: string, input: unknown])[] = [
  ['message', null],
  ['message', undefined],
  ['message', 5],
  ['message', []],
  ['message.text', { text: 5 }],
  ['message.text', { text: null }],
  ['message.user', { text: 'a', user: 'ann' }],
  ['message.user.id', { text: 'a', user: {} }],
  ['message.replyTo', { text: 'a', replyTo: 'm1' }],
  ['message.attachments', { text: 'a', attachments: {} }],
  ['message.attachments[0].type', { text: 'a', attachments: [{ type: 'hologram' }] }],
  ['message.card', { text: 'a', card: 'card' }],
  ['message.quoted', { text: 'a', quoted: 'before' }],
  ['message.extras', { text: 'a', extras: { big: 1n } }],
];

describe('a message that is none', () => {
  it.each(inputs)('is refused by its field %s, by rejecting', async (field, input) => {
    const { plug, channel } = await world();
    const ref = messageRef(channel.ref, '1');
    for (const call of [
      () => channel.send(input as never),
      () => channel.post(input as never),
      () => channel.edit(ref, input as never),
    ]) {
      const error = await rejection(call);
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).field).toBe(field);
      expect((error as ConfigError).expected).not.toBe('');
      expect((error as ConfigError).got).not.toBe('');
    }
    expect(plug.calls).toEqual([]);
  });

  it('names all its faults at once', async () => {
    const { channel } = await world();
    const error = await rejection(() => channel.send({ text: 5, card: 6 } as never));
    expect((error as ConfigError).issues.map(({ field }) => field)).toEqual(['message.text', 'message.card']);
  });

  it('is told from one that is', async () => {
    const { plug, channel } = await world();
    plug.onCall = (call) => call.succeed();
    for (const input of ['a', new RichText('a'), { text: 'a' }, { text: new RichText('a') }]) await channel.send(input);
    expect(plug.texts).toEqual(['a', 'a', 'a', 'a']);
  });
});

describe('a reference that is none', () => {
  it('is refused by rejecting', async () => {
    const { plug, channel } = await world();
    const elsewhere = messageRef(plug.channel('other').ref, '1');
    for (const ref of [null, undefined, 5, 'm1', {}, { kind: 'message' }, messageRef(channel.ref, ''), elsewhere]) {
      for (const call of [
        () => channel.edit(ref as never, 'text'),
        () => channel.delete(ref as never),
        () => channel.react(ref as never, '👍'),
      ]) {
        expect(await rejection(call)).toBeInstanceOf(BadReferenceError);
      }
    }
    expect(plug.calls).toEqual([]);
  });
});

describe('an emoji that is none', () => {
  it('is refused by rejecting', async () => {
    const { plug, channel } = await world();
    for (const emoji of [null, undefined, '', 5]) {
      const error = await rejection(() => channel.react(messageRef(channel.ref, '1'), emoji as never));
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).field).toBe('emoji');
    }
    expect(plug.calls).toEqual([]);
  });
});

describe('the members', () => {
  it('fail when they are asked for one by one, as the history does', async () => {
    const { channel } = await world();
    const members = channel.members();
    await expect(Array.fromAsync(members)).rejects.toMatchObject({ code: 'TIELINE_UNSUPPORTED' });
    await expect(Array.fromAsync(channel.history())).rejects.toMatchObject({ code: 'TIELINE_UNSUPPORTED' });
  });
});
