import { describe, expect, it } from 'vitest';
import { PlugError, type QueuedEvent, RichText } from '../../src/index.ts';
import { ScriptedHost } from '../host/scripted-host.ts';

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;
const message = { type: 'message', id: '1' };

/** What is queued, and the field that the refusal must name. */
const malformed: readonly (readonly [field: string, event: Record<string, unknown>])[] = [
  ['at', { ...message, at: 'yesterday' }],
  ['at', { ...message, at: new Date(Number.NaN) }],
  ['at', { ...message, at: null }],
  ['user.nick', { ...message, user: { id: 'ann', nick: 7 } }],
  ['user.fullName', { ...message, user: { id: 'ann', fullName: {} } }],
  ['user.id', { ...message, user: null }],
  ['revision', { ...message, revision: 7 }],
  ['key', { ...message, key: 7 }],
  ['replyTo', { ...message, replyTo: 'm1' }],
  ['replyTo', { ...message, replyTo: { kind: 'message', id: '2' } }],
  [
    'replyTo',
    { ...message, replyTo: { kind: 'message', id: '', channel: { kind: 'channel', network: 'n', source: 's' } } },
  ],
  ['attachments', { ...message, attachments: 'file' }],
  ['attachments[0]', { ...message, attachments: [null] }],
  ['attachments[1].type', { ...message, attachments: [{ type: 'file', kind: 'file' }, { type: 'hologram' }] }],
  ['attachments[0].url', { ...message, attachments: [{ type: 'file', kind: 'file', url: 7 }] }],
  ['attachments[0].message', { ...message, attachments: [{ type: 'forward' }] }],
  ['attachments[0].options', { ...message, attachments: [{ type: 'poll', question: '?', options: 'yes' }] }],
  ['attachments[0].latitude', { ...message, attachments: [{ type: 'location', longitude: 1 }] }],
  ['card', { ...message, card: 'a card' }],
  ['card', { ...message, card: null }],
  ['card.body', { ...message, card: { body: 'text' } }],
  ['card.fields', { ...message, card: { fields: {} } }],
  ['card.fields[0]', { ...message, card: { fields: [null] } }],
  ['quoted', { ...message, quoted: 'what was said' }],
  ['quoted.text', { ...message, quoted: { text: 'what was said' } }],
  ['quoted.quoted', { ...message, quoted: { quoted: null } }],
  ['extras', { ...message, extras: cyclic }],
  ['extras', { ...message, extras: { big: 1n } }],
  ['extras', { ...message, extras: [] }],
  ['action', { ...message, action: 'yes' }],
  ['presence.status', { type: 'presence', status: 'asleep' }],
  ['presence.status', { type: 'presence' }],
  ['presence.text', { type: 'presence', status: 'away', text: 7 }],
  ['reason', { type: 'gap' }],
  ['since', { type: 'gap', reason: 'outage', since: 'm1' }],
  ['reason', { type: 'join', users: [{ id: 'ann' }], reason: 7 }],
];

describe('what a plug queues', () => {
  it.each(malformed)(
    'is refused where %s is wrong, with what was expected and what was there',
    async (field, event) => {
      const scripted = new ScriptedHost();
      const plug = scripted.plug('net');
      await scripted.open();
      const refused = plug.emit({ ...event, channel: plug.channel('room') } as unknown as QueuedEvent);
      const error = await refused.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(PlugError);
      expect(String(error)).toMatch(new RegExp(` ${field.replaceAll(/[[\].]/g, '\\$&')} should be .+, but is .+`));
      expect(scripted.warnings).toHaveLength(1);
      expect(scripted.events).toHaveLength(0);
    },
  );

  it.each([null, undefined, 5, 'message'])('is refused where it is %s', async (event) => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    await expect(plug.emit(event as never)).rejects.toThrow(/event should be an object/);
    await expect(plug.emit(event as never)).rejects.toBeInstanceOf(PlugError);
  });

  it('may be refused or come too late without ending the process, though nobody awaits it', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    const faults: unknown[] = [];
    const keep = (reason: unknown): void => void faults.push(reason);
    process.on('unhandledRejection', keep);
    void plug.emit(null as never);
    await scripted.open();
    await scripted.clock.wait(scripted.host.removePlug('net'));
    void plug.emit({ type: 'message', id: '1', channel: plug.channel('room') });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', keep);
    expect(faults).toEqual([]);
  });

  it('is taken with everything that a message can have', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    await scripted.open();
    const channel = plug.channel('room');
    const quoted = { text: new RichText('before') };
    await plug.emit({
      type: 'message',
      id: '2',
      channel,
      text: 'after',
      at: new Date(5),
      user: { id: 'ann', nick: 'ann' },
      action: true,
      replyTo: { kind: 'message', channel: channel.ref, id: '1' },
      quoted,
      attachments: [
        { type: 'file', kind: 'image', url: 'https://example.org/a.png' },
        { type: 'location', latitude: 1, longitude: 2 },
        { type: 'poll', question: '?', options: ['yes', 'no'] },
        { type: 'forward', message: quoted },
      ],
      card: { title: 'a card', body: new RichText('body'), fields: [{ name: 'a', value: 'b' }] },
      extras: { deep: { list: [1, null] } },
    });
    await scripted.clock.settle();
    expect(scripted.texts).toEqual(['after']);
    expect(scripted.warnings).toEqual([]);
  });
});
