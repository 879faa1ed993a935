import { describe, expect, it } from 'vitest';
import { type Capabilities, type Channel, defineHook, Host, Plug, silentLogger } from '../../src/index.ts';

class SecretPlug extends Plug<{ readonly token: string }> {
  readonly networkName = 'Secret';
  readonly networkId = 'secret:us';
  readonly capabilities: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'none', idempotency: 'none' };
  protected override async put(): Promise<string> {
    return 'id';
  }
  hear(channel: Channel, text: string): void {
    void this.queue({ type: 'message', channel, id: '1', text, user: { id: 'ann' } });
  }
}

describe('JSON', () => {
  it('of an event names its plug and channel, and has nothing of their configuration', async () => {
    await using host = new Host({ logger: silentLogger });
    const plug = host.addPlug(new SecretPlug('mine', { token: 'hunter2' }));
    const written = Promise.withResolvers<string>();
    host.addHook(defineHook('logs', { onReceive: (event) => written.resolve(JSON.stringify(event)) }));
    await host.open();
    plug.hear(plug.channel('room'), 'hello');
    const json = await written.promise;
    expect(json).not.toContain('hunter2');
    expect(JSON.parse(json)).toMatchObject({
      type: 'message',
      plug: { name: 'mine', network: 'secret:us' },
      channel: { kind: 'channel', network: 'secret:us', source: 'room' },
    });
  });
});
