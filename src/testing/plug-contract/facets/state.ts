import assert from 'node:assert/strict';
import type { PlugTests } from '../bench.ts';
import { refused } from './refused.ts';

/** What a channel or an account shows: typing, title, topic, presence, and that it is there. */
export const stateTests: PlugTests = {
  'typing: is shown': async (bench) => {
    const typing = (): Promise<void> => bench.channel.typing();
    if (bench.plug.capabilities.typing === undefined) await refused(bench, 'typing', typing);
    else await bench.ask(typing, 'typing to be shown');
  },

  'title: is set': async (bench) => {
    const title = bench.word();
    const set = (): Promise<void> => bench.channel.setTitle(title);
    if (bench.plug.capabilities.title === undefined) return await refused(bench, 'title', set);
    await bench.ask(set, 'the title to be set');
    if (bench.inside.getInfo === undefined) return;
    await bench.until(
      async () => (await bench.ask(() => bench.channel.title(), 'title()')) === title,
      'the title to be the new one',
    );
  },

  'topic: is set': async (bench) => {
    const topic = bench.word();
    const set = (): Promise<void> => bench.channel.setTopic(topic);
    if (bench.plug.capabilities.topic === undefined) return await refused(bench, 'topic', set);
    await bench.ask(set, 'the topic to be set');
    if (bench.inside.getInfo === undefined) return;
    await bench.until(
      async () => (await bench.ask(() => bench.channel.topic(), 'topic()')) === topic,
      'the topic to be the new one',
    );
  },

  'presence: is shown': async (bench) => {
    const set = (): Promise<void> => bench.plug.setPresence('away', bench.word());
    if (bench.plug.capabilities.presence === undefined) await refused(bench, 'presence', set);
    else await bench.ask(set, 'the presence to be shown');
  },

  'the channel is known to be there': async (bench) => {
    if (bench.inside.getInfo === undefined) return;
    assert.equal(await bench.ask(() => bench.channel.exists(), 'exists()'), true);
    assert.equal(await bench.ask(() => bench.channel.joined(), 'joined()'), true);
  },
};
