import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError, memoryStore, type Posted } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

async function opened(store = memoryStore({ lasting: true })) {
  const scripted = new ScriptedHost({ store });
  const plug = scripted.plug('net');
  await scripted.open();
  open = scripted;
  const post = (text: string, key: string, source = 'room'): Promise<Posted> =>
    scripted.clock.wait(plug.channel(source).post(text, { key }));
  return { scripted, plug, post };
}

describe('a post with a key of its own', () => {
  it('is posted once, however often and however quickly it is asked for, and all get its receipt', async () => {
    const { scripted, plug } = await opened();
    const room = plug.channel('room');
    const posts = [1, 2, 3].map(() => room.post('hello', { key: 'greeting' }));
    const all = await scripted.clock.wait(Promise.all(posts));
    await scripted.clock.settle();
    expect(plug.texts).toEqual(['hello']);
    const receipts = Promise.all(all.map((posted) => posted.receipt()));
    plug.last.succeed('m1');
    expect((await scripted.clock.wait(receipts)).map(({ refs }) => refs[0].id)).toEqual(['m1', 'm1', 'm1']);
    const later = await scripted.clock.wait(room.post('hello', { key: 'greeting' }));
    expect((await scripted.clock.wait(later.receipt())).refs[0].id).toBe('m1');
    expect(plug.calls).toHaveLength(1);
  });

  it('is known after a restart, sent or not', async () => {
    const store = memoryStore({ lasting: true });
    const first = await opened(store);
    await first.post('sent', 'a');
    await first.scripted.clock.settle();
    first.plug.last.succeed('m1');
    await first.scripted.clock.settle();
    first.plug.become('reconnecting');
    await first.post('waiting', 'b');
    await first.scripted.close();

    const second = await opened(store);
    const again = await second.post('sent', 'a');
    await second.post('waiting', 'b');
    await second.scripted.clock.settle();
    expect(second.plug.texts).toEqual(['waiting']);
    expect((await second.scripted.clock.wait(again.receipt())).refs[0].id).toBe('m1');
  });

  it('may be posted to another channel, and keeps its place among the others', async () => {
    const { scripted, plug } = await opened();
    plug.onCall = (call) => call.succeed();
    const room = plug.channel('room');
    const posts = [
      room.post('1'),
      room.post('2', { key: 'k' }),
      room.post('3'),
      plug.channel('other').post('4', { key: 'k' }),
    ];
    await scripted.clock.wait(Promise.all(posts));
    await scripted.clock.settle();
    expect(plug.texts.filter((text) => text !== '4')).toEqual(['1', '2', '3']);
    expect(plug.texts).toContain('4');
  });

  it('has to be a string', async () => {
    const { plug } = await opened();
    await expect(plug.channel('room').post('hello', { key: '' })).rejects.toThrow(ConfigError);
  });
});
