import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../src/model/capabilities.ts';
import type { Attachment, Message } from '../../src/model/message.ts';
import { type MessageRef, messageRef } from '../../src/model/refs.ts';
import { planEdit, planMessage } from '../../src/plan/index.ts';
import { RichText } from '../../src/text/rich-text.ts';
import { profiles } from './profiles.ts';

const ann = { kind: 'user', network: 'origin', id: '1', nick: 'ann' } as const;
const channel = { kind: 'channel', network: 'target', source: 'room' } as const;
const refs = (count: number): MessageRef[] =>
  Array.from({ length: count }, (_, index) => messageRef(channel, `t${index}`));
const said = (text: string, more: Partial<Message> = {}): Message => ({ user: ann, text: new RichText(text), ...more });
const line: Capabilities = { ...profiles.irc, edit: true, delete: true };
const shown = (messages: readonly Message[]): string[] => messages.map(({ text }) => String(text ?? ''));
const cat: Attachment = { type: 'file', kind: 'image', name: 'cat.png', url: 'https://files.example/cat.png' };
const dog: Attachment = { ...cat, name: 'dog.png' };

describe('an edit in place', () => {
  it('changes the message, with its author', () => {
    const plan = planEdit({ before: said('teh cat'), after: said('the cat'), refs: refs(1) }, profiles.full);
    expect(plan).toEqual({
      edits: [{ ref: refs(1)[0], message: { text: new RichText('the cat') } }],
      puts: [],
      deletes: [],
      as: ann,
      degraded: [],
    });
  });

  it('of a split message changes only the parts that changed, adds what lacks and deletes what is left over', () => {
    const before = said('one\ntwo\nthree');
    const longer = planEdit({ before, after: said('one\n2\nthree\nfour'), refs: refs(3) }, line);
    expect(longer.edits).toMatchObject([{ ref: { id: 't1' } }]);
    expect(shown(longer.puts)).toEqual(['four']);
    const shorter = planEdit({ before, after: said('one'), refs: refs(3) }, line);
    expect(shorter.edits).toEqual([]);
    expect(shorter.deletes.map(({ id }) => id)).toEqual(['t1', 't2']);
  });

  it('empties what it cannot delete, and says so', () => {
    const { delete: _delete, ...undeletable } = line;
    const plan = planEdit({ before: said('one\ntwo'), after: said('one'), refs: refs(2) }, undeletable);
    expect(plan.edits).toEqual([{ ref: refs(2)[1], message: { text: new RichText('…') } }]);
    expect(plan.degraded).toContainEqual({ what: 'edit', how: 'emptied' });
  });

  it('changes all there is where the old content is not known', () => {
    const plan = planEdit({ after: said('one\ntwo'), refs: refs(3) }, line);
    expect(plan.edits.map(({ message }) => String(message.text))).toEqual(['<ann> one', 'two']);
    expect(plan.deletes).toEqual([refs(3)[2]]);
  });

  it('does nothing where nothing changed', () => {
    const plan = planEdit({ before: said('same'), after: said('same'), refs: refs(1) }, line);
    expect(plan).toMatchObject({ edits: [], puts: [], deletes: [] });
  });

  it('leaves files alone, sends new ones, and says of those that went that they stay', () => {
    const before = said('pets', { attachments: [cat] });
    const text = planEdit({ before, after: said('my pets', { attachments: [cat] }), refs: refs(1) }, profiles.album);
    expect(text.edits).toMatchObject([{ message: { text: new RichText('<ann> my pets') } }]);
    expect(text.edits[0]?.message.attachments).toBeUndefined();
    expect(text.puts).toEqual([]);

    const more = planEdit({ before, after: said('pets', { attachments: [cat, dog] }), refs: refs(1) }, profiles.album);
    expect(more).toMatchObject({ edits: [], puts: [{ attachments: [dog] }] });
    expect(more.degraded).toContainEqual({ what: 'attachment', how: 'sent anew' });

    const less = planEdit({ before, after: said('pets'), refs: refs(1) }, profiles.album);
    expect(less).toMatchObject({ edits: [], puts: [], deletes: [] });
    expect(less.degraded).toContainEqual({ what: 'attachment', how: 'kept' });
  });

  it('never deletes a file with the text beside it', () => {
    const before: Message = { text: new RichText('pets'), attachments: [cat] };
    const plan = planEdit({ before, after: { attachments: [cat] }, refs: refs(2) }, profiles.html);
    expect(plan.deletes.map(({ id }) => id)).toEqual(['t0']);
    const together = planEdit({ before, after: { attachments: [cat] }, refs: refs(1) }, profiles.album);
    expect(together.deletes).toEqual([]);
  });

  it('leaves the texts of the new content, whatever was there before', () => {
    const anyLines = fc.array(fc.constantFrom('a', 'bb', 'ccc', 'd d'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyLines, anyLines, fc.boolean(), (old, now, known) => {
        const before = said(old.join('\n'));
        const after = said(now.join('\n'));
        const there = planMessage(before, line).parts;
        const plan = planEdit({ ...(known ? { before } : {}), after, refs: refs(there.length) }, line);
        const room = new Map(refs(there.length).map(({ id }, index) => [id, shown(there)[index]]));
        for (const { ref, message } of plan.edits) room.set(ref.id, String(message.text));
        for (const { id } of plan.deletes) room.delete(id);
        expect([...room.values(), ...shown(plan.puts)]).toEqual(shown(planMessage(after, line).parts));
      }),
    );
  });
});

describe('an edit that the network cannot do', () => {
  const correction = (before: string | undefined, after: string): string => {
    const plan = planEdit(
      { ...(before === undefined ? {} : { before: said(before) }), after: said(after), refs: refs(1) },
      profiles.plain,
    );
    expect(plan).toMatchObject({ edits: [], deletes: [] });
    expect(plan.degraded).toContainEqual({ what: 'edit', how: 'correction' });
    return shown(plan.puts).join('|');
  };

  it.each([
    ['I saw teh cat', 'I saw the cat', '<ann> s/teh/the/'],
    ['I saw a cat today', 'I saw a black cat today', '<ann> s/a cat/a black cat/'],
    ['we meet at 9 or so', 'we meet at 10 or so', '<ann> s/9/10/'],
    ['no no no not that', 'no no yes not that', '<ann> s/no no not/no yes not/'],
    ['teh cat', 'the cat', '<ann> s/teh/the/'],
    ['see you tomorrow', 'see you tomorrow!', '<ann> s/tomorrow/tomorrow!/'],
    ['see a/b here please', 'see a/c here please', '<ann> * see a/c here please'],
    ['something else entirely', 'now a new text here', '<ann> * now a new text here'],
    ['teh', 'the', '<ann> * the'],
    [undefined, 'the cat', '<ann> * the cat'],
  ])('says what changed: %j → %j', (before, after, expected) => {
    expect(correction(before, after)).toBe(expected);
  });

  it.each([
    ['the old text and the new', [{ text: 'teh cook', spoiler: true }]],
    ['the new text', ['teh cook']],
  ])('hides what is hidden in %s', (_where, cook) => {
    const before = { text: new RichText(['it was ', ...cook, ' all along']) };
    const after = new RichText(['it was ', { text: 'the cook', spoiler: true }, ' all along']);
    const plan = planEdit({ before, after: { text: after }, refs: refs(1), ageMs: 1e12 }, profiles.album);
    expect(plan.puts.map(({ text }) => text?.normalise())).toEqual([new RichText('* ').concat(after).normalise()]);
  });

  it('shows where a link leads now', () => {
    const linked = (link: string): Message => ({ text: new RichText(['see ', { text: 'this', link }]) });
    const edit = { before: linked('https://a.b/'), after: linked('https://c.d/'), refs: refs(1) };
    expect(shown(planEdit(edit, profiles.plain).puts)).toEqual(['* see this (https://c.d/)']);
  });

  it('is one message as the network would show any other, and answers what it corrects', () => {
    const { edit: _edit, ...uneditable } = profiles.album;
    const plan = planEdit({ before: said('teh long cat'), after: said('the long cat'), refs: refs(2) }, uneditable);
    expect(plan.puts).toMatchObject([{ text: new RichText('<ann> s/teh/the/'), replyTo: refs(2)[0] }]);
  });

  it('is told in the same way where it comes too late', () => {
    const edit = { before: said('I saw teh cat'), after: said('I saw the cat'), refs: refs(1) };
    const limit = profiles.album.edit.maxAgeMs;
    expect(planEdit({ ...edit, ageMs: limit }, profiles.album).edits).toHaveLength(1);
    expect(planEdit({ ...edit, ageMs: limit + 1 }, profiles.album)).toMatchObject({ edits: [], puts: [{}] });
  });

  it('brings what was added, and nothing twice', () => {
    const before = said('pets', { attachments: [cat] });
    const plan = planEdit({ before, after: said('pets', { attachments: [cat, dog] }), refs: refs(1) }, profiles.plain);
    expect(shown(plan.puts)).toEqual(['<ann> dog.png (https://files.example/cat.png)']);
  });

  it('that only changed the looks is not worth a message, but is told', () => {
    const after = { user: ann, text: new RichText([{ text: 'loud', bold: true }]) };
    const plan = planEdit({ before: said('loud'), after, refs: refs(1) }, profiles.plain);
    expect(plan).toEqual({ edits: [], puts: [], deletes: [], degraded: [{ what: 'edit', how: 'dropped' }] });
  });

  it('of a message that never arrived is a message too', () => {
    expect(shown(planEdit({ after: said('hi'), refs: [] }, profiles.full).puts)).toEqual(['* hi']);
  });
});
