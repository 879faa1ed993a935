import assert from 'node:assert/strict';
import { type PlugTests, receives, sends } from '../bench.ts';
import { refused } from './refused.ts';

/** Changing what was said. */
export const editTests: PlugTests = {
  'edit: gives our message a new content': async (bench) => {
    if (!sends(bench)) return;
    const [before, after] = bench.words(2) as [string, string];
    const { channel } = bench;
    const { refs } = await bench.send(before);
    await bench.see(before);
    if (bench.plug.capabilities.edit === undefined) {
      await refused(bench, 'edit', () => channel.edit(refs[0], after));
      return;
    }
    await bench.within(channel.edit(refs[0], after), 'the edit');
    await bench.see(after);
    assert.equal((await bench.seen(before)).length, 0, 'the old content is gone');
  },

  'edit: comes back as an edit': async (bench) => {
    if (!sends(bench) || bench.plug.capabilities.edit === undefined) return;
    const [before, after] = bench.words(2) as [string, string];
    const { refs } = await bench.send(before);
    await bench.hear(before);
    await bench.within(bench.channel.edit(refs[0], after), 'the edit');
    const isEcho = (event: (typeof bench.events)[number]): boolean =>
      event.type === 'edit' && String(event.text).includes(after);
    await bench.until(() => bench.events.some(isEcho), 'the edit to come back');
    const echo = bench.events.find(isEcho);
    assert.ok(echo?.type === 'edit' && echo.ref.id === refs[0].id, 'the edit names the message that was edited');
    assert.equal(echo.self, true, 'it is known as our own');
  },

  'edit: by others': async (bench) => {
    const { edit } = bench.peer;
    if (!receives(bench) || edit === undefined) return;
    const [before, after] = bench.words(2) as [string, string];
    await bench.peer.say('ann', before);
    const said = await bench.hear(before);
    await edit.call(bench.peer, before, after);
    await bench.until(() => bench.events.some(({ type }) => type === 'edit'), 'the edit to reach a hook');
    const event = bench.events.find(({ type }) => type === 'edit');
    assert.ok(event?.type === 'edit');
    assert.equal(event.ref.id, said.ref.id, 'the edit names the message that was edited');
    assert.equal(String(event.text), after, 'the edit has the whole new content');
  },
};
