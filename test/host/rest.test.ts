import { describe, expect, it } from 'vitest';
import { PlugError, RateLimitedError } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** How long the network asks us to wait: longer than we wait by ourselves. */
const PAUSE_MS = 20_000;

describe('a lane that waits before it tries again', () => {
  it('goes on at once when the echo shows that what was to go again has arrived', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    await scripted.open();
    const room = plug.channel('room');
    await scripted.clock.wait(room.post('1'));
    await scripted.clock.wait(room.post('2'));
    const [first] = plug.calls;
    first?.fail(new PlugError('who knows', { certain: false }));
    await scripted.clock.settle();
    expect(plug.texts, 'it waits').toEqual(['1']);
    void first?.echo();
    await scripted.clock.settle();
    expect(plug.texts, 'before the time is over').toEqual(['1', '2']);
    plug.last.fail(new RateLimitedError('too fast', { retryAfterMs: PAUSE_MS }));
    await scripted.clock.advance(PAUSE_MS - 1);
    expect(plug.texts, 'the end of the first wait does not end the second').toEqual(['1', '2']);
    await scripted.clock.advance(PAUSE_MS);
    expect(plug.texts).toEqual(['1', '2', '2']);
  });

  it('waits for what else is to go again', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net', { capabilities: { pipeline: 2 } });
    await scripted.open();
    const room = plug.channel('room');
    await scripted.clock.wait(Promise.all([room.post('1'), room.post('2'), room.post('3')]));
    const [first, second] = plug.calls;
    first?.fail(new PlugError('who knows', { certain: false }));
    second?.fail(new RateLimitedError('too fast', { retryAfterMs: PAUSE_MS }));
    await scripted.clock.settle();
    void first?.echo();
    await scripted.clock.advance(PAUSE_MS / 2);
    expect(plug.texts).toEqual(['1', '2']);
    await scripted.clock.advance(PAUSE_MS);
    expect(plug.texts).toEqual(['1', '2', '2', '3']);
  });
});
