import { describe, expect, it } from 'vitest';
import { defineHook, Host, memoryStore, PlugError, silentLogger } from '../../src/index.ts';
import { FakeClock, FakeNetwork, FakeNetworkPlug } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** Takes its time before a message leaves, and as long before it says so. */
class Leisurely extends FakeNetworkPlug {
  protected override async put(...given: Parameters<FakeNetworkPlug['put']>): Promise<string> {
    const { clock } = this.config.network;
    await new Promise<void>((resolve) => void clock.after(50, resolve));
    const id = await super.put(...given);
    await new Promise<void>((resolve) => void clock.after(50, resolve));
    return id;
  }
}

/** A network that can be asked for its past, over several lives of a host. */
class Lives {
  readonly clock: FakeClock = new FakeClock();
  readonly network: FakeNetwork;
  store = memoryStore({ lasting: true });
  /** What hooks have heard of others, in all lives. */
  readonly heard: string[] = [];
  readonly #echo: 'network' | 'none';

  constructor(echo: 'network' | 'none') {
    this.network = new FakeNetwork({ name: 'net', clock: this.clock });
    this.#echo = echo;
  }

  async begin(): Promise<{ host: Host; plug: Leisurely }> {
    const host = new Host({ clock: this.clock, logger: silentLogger, store: this.store });
    const capabilities = { history: true, echo: this.#echo } as const;
    const plug = host.addPlug(new Leisurely('tie', { network: this.network, capabilities }));
    host.addHook(
      defineHook('watch', {
        watches: () => [plug.channel('room')],
        onReceive: (event) => void (event.type === 'message' && !event.self && this.heard.push(String(event.text))),
      }),
    );
    await this.clock.wait(host.open());
    await this.clock.advance(100);
    return { host, plug };
  }
}

describe('what others say while a host closes', () => {
  it('is fetched after a restart, though our own echo came after it', async () => {
    const lives = new Lives('network');
    const { host, plug } = await lives.begin();
    lives.network.say('room', 'ann', 'before');
    await lives.clock.settle();
    const sending = plug.channel('room').send('ours');
    const closing = host.close();
    lives.network.say('room', 'ann', 'meanwhile');
    await lives.clock.wait(Promise.all([sending, closing]));
    lives.store = lives.store.crash();
    await lives.begin();
    await lives.clock.advance(1000);
    expect(lives.network.texts('room')).toEqual(['before', 'meanwhile', 'ours']);
    expect(lives.heard).toEqual(['before', 'meanwhile']);
  });
});

describe('what others said before our own message, where the host makes the echo', () => {
  for (const died of [false, true]) {
    it(`is fetched when it was under way as the ${died ? 'process died' : 'connection broke'}`, async () => {
      const lives = new Lives('none');
      const { plug } = await lives.begin();
      lives.network.say('room', 'ann', 'before');
      await lives.clock.settle();
      lives.network.faults = { delayMs: 60_000 };
      lives.network.say('room', 'ann', 'under way');
      lives.network.faults = {};
      await lives.clock.wait(plug.channel('room').send('ours'));
      await lives.clock.settle();
      if (died) {
        lives.store = lives.store.crash();
        lives.network.detach(plug);
        await lives.begin();
      } else lives.network.cut();
      await lives.clock.advance(10_000);
      expect(lives.heard).toEqual(['before', 'under way']);
    });
  }
});

describe('what the past may show to have been sent', () => {
  it('is not sent again before the past was fetched', async () => {
    const lives = new Lives('none');
    const { plug } = await lives.begin();
    lives.network.say('room', 'ann', 'before');
    await lives.clock.settle();
    lives.network.faults = { loseResponse: 1 };
    await lives.clock.wait(plug.channel('room').post('ours'));
    await lives.clock.advance(150);
    lives.network.faults = { delayMs: 500 };
    lives.network.sever();
    // Until it is due again.
    await lives.clock.advance(10_000);
    lives.network.heal();
    await lives.clock.advance(600_000);
    expect(lives.network.texts('room')).toEqual(['before', 'ours']);
  });
});

describe('a message of which several attempts may have arrived', () => {
  it('stays uncertain when a further attempt was certainly refused', async () => {
    const scripted = new ScriptedHost({ store: memoryStore({ lasting: true }) });
    const plug = scripted.plug('net');
    await scripted.open();
    await scripted.clock.wait(plug.channel('room').post('hello'));
    await scripted.clock.settle();
    plug.last.fail(new PlugError('there was no answer', { certain: false }));
    await scripted.clock.runUntil(() => plug.calls.length === 2);
    plug.last.fail(new PlugError('refused', { certain: true }));
    await scripted.clock.settle();
    expect(scripted.host.outbox.counts).toMatchObject({ pending: 0, uncertain: 1 });
  });

  it('is no news after a crash, however many of them show up', async () => {
    const store = memoryStore({ lasting: true });
    const first = new ScriptedHost({ store });
    const before = first.plug('net');
    await first.open();
    await first.clock.wait(before.channel('room').post({ text: 'hello', extras: { mine: 1 } }));
    await first.clock.settle();
    for (const attempts of [2, 3]) {
      before.last.fail(new PlugError('there was no answer', { certain: false }));
      await first.clock.runUntil(() => before.calls.length === attempts);
    }
    const second = new ScriptedHost({ store: store.crash() });
    const plug = second.plug('net', { manual: true });
    void second.host.open();
    await second.clock.settle();
    for (const id of ['one', 'two', 'three']) {
      void plug.emit({ type: 'message', channel: plug.channel('room'), id, text: 'hello', user: { id: 'us' } });
    }
    await second.clock.settle();
    expect(second.events).toMatchObject([
      { primary: true, source: { extras: { mine: 1 } } },
      { primary: false, source: { extras: { mine: 1 } } },
      { primary: false, source: { extras: { mine: 1 } } },
    ]);
  });
});
