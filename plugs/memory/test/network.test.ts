import { describe, expect, it } from 'vitest';
import { BadReferenceError, type ChatEvent, Host, NotConnectedError, silentLogger } from '../../../src/index.ts';
import { eventually } from '../../../test/servers/eventually.ts';
import { MemoryNetwork, MemoryPlug } from '../index.ts';

/** Two accounts on one network, each in a host, and what they hear. */
async function town(): Promise<{ network: MemoryNetwork; ann: MemoryPlug; bob: MemoryPlug; heard: ChatEvent[] }> {
  const network = new MemoryNetwork('town');
  const host = new Host({ logger: silentLogger });
  const [ann, bob] = ['ann', 'bob'].map((name) => host.addPlug(new MemoryPlug(name, { network })));
  if (ann === undefined || bob === undefined) throw new Error('two plugs');
  const heard: ChatEvent[] = [];
  host.events.subscribe((event) => heard.push(event));
  await host.open();
  return { network, ann, bob, heard };
}

describe('accounts on one network', () => {
  it('hear each other, and themselves as themselves', async () => {
    const { ann, heard } = await town();
    await ann.channel('square').send('hello');
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard.map(({ plug, self }) => [plug.name, self]).toSorted()).toEqual([
      ['ann', true],
      ['bob', false],
    ]);
  });

  it('hear what others do', async () => {
    const { network, ann, heard } = await town();
    network.join('square', 'eve');
    const id = network.say('square', 'eve', 'helo');
    network.edit('square', id, 'hello');
    network.react('square', id, 'zoe', '👍');
    network.remove('square', id);
    network.rename('eve', 'ava');
    network.setTopic('square', 'tea', 'ava');
    network.typing('square', 'ava');
    network.leave('square', 'ava');
    await eventually(() => expect(heard).toHaveLength(18));
    expect(heard.filter(({ plug }) => plug === ann).map(({ type }) => type)).toEqual([
      'join',
      'message',
      'edit',
      'reaction',
      'delete',
      'rename',
      'topic',
      'typing',
      'leave',
    ]);
  });

  it('are told apart: one that is connected cannot connect again from elsewhere', async () => {
    const { network } = await town();
    await using other = new Host({ logger: silentLogger });
    const twin = other.addPlug(new MemoryPlug('twin', { network, account: 'ann' }));
    await other.open();
    expect(twin.state).not.toBe('connected');
  });
});

describe('a network that misbehaves', () => {
  it('holds echoes back until it lets them go, and then they are known as echoes', async () => {
    const { network, ann, heard } = await town();
    network.echo = 'held';
    const [ref] = (await ann.channel('square').send('hello')).refs;
    await eventually(() => expect(heard).toHaveLength(1));
    network.flush();
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard[1]).toMatchObject({ type: 'message', self: true, ref });
  });

  it('delays and refuses sends, and loses answers', async () => {
    const { network, ann } = await town();
    const answered = Promise.withResolvers<void>();
    network.beforeSend = () => answered.promise;
    const sending = ann.channel('square').send('late');
    await eventually(() => expect(network.texts('square')).toEqual([]));
    answered.resolve();
    await sending;
    network.beforeSend = () => {
      throw new NotConnectedError('no');
    };
    await expect(ann.channel('square').send('refused')).rejects.toThrow('no');
    network.beforeSend = undefined;
    network.echo = 'never';
    network.afterSend = () => {
      throw new Error('the answer was lost');
    };
    await expect(ann.channel('square').send('lost')).rejects.toMatchObject({ certain: false });
    expect(network.texts('square')).toEqual(['late', 'lost']);
  });

  it('throws everybody out, and lets them in again', async () => {
    const { network, ann, bob } = await town();
    network.cut('a storm');
    expect([ann.state, bob.state]).not.toContain('connected');
    network.mend();
    await eventually(() => expect([ann.state, bob.state]).toEqual(['connected', 'connected']));
  });

  it('refuses changes of what is not there', async () => {
    const { network, ann } = await town();
    expect(() => network.edit('square', 'x', 'y')).toThrow(BadReferenceError);
    const ref = { kind: 'message', channel: ann.channel('square').ref, id: 'x' } as const;
    await expect(ann.channel('square').edit(ref, 'y')).rejects.toThrow(BadReferenceError);
  });
});
