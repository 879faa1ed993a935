import { afterEach, describe, expect, it } from 'vitest';
import { type ChatEvent, defineHook, memoryStore } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

let open: ScriptedHost | undefined;
afterEach(() => open?.close());

/** A host on whose network something was said each minute. */
async function past(): Promise<ScriptedHost> {
  const scripted = new ScriptedHost({ store: memoryStore({ lasting: true }) });
  const plug = scripted.plug('net');
  await scripted.open();
  open = scripted;
  for (const text of ['one', 'two', 'three', 'four']) {
    plug.say(text === 'three' ? 'other' : 'room', text);
    await scripted.clock.advance(60_000);
  }
  return scripted;
}

function collector(): { readonly hook: ReturnType<typeof defineHook>; readonly seen: ChatEvent[] } {
  const seen: ChatEvent[] = [];
  return { seen, hook: defineHook('collector', { onReceive: (event) => void seen.push(event) }) };
}

function texts(events: readonly ChatEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'message' ? [String(event.text)] : []));
}

describe('replay', () => {
  it('hands all that is kept to a hook again, oldest first, marked as redelivered, and to no other', async () => {
    const scripted = await past();
    const { hook, seen } = collector();
    expect(await scripted.clock.wait(scripted.host.replay({}, [hook]))).toBe(4);
    expect(texts(seen)).toEqual(['one', 'two', 'three', 'four']);
    expect(seen.every(({ redelivered }) => redelivered)).toBe(true);
    expect(scripted.events).toHaveLength(4);
  });

  it('keeps to a time and a channel', async () => {
    const scripted = await past();
    const { hook, seen } = collector();
    const from = new Date(scripted.clock.now() - 200_000);
    const to = new Date(scripted.clock.now() - 60_000);
    const channel = scripted.host.plug('net')?.channel('room');
    expect(await scripted.clock.wait(scripted.host.replay({ from, to, ...(channel && { channel }) }, [hook]))).toBe(1);
    expect(texts(seen)).toEqual(['two']);
  });

  it('ends with what a hook throws', async () => {
    const scripted = await past();
    const broken = defineHook('broken', {
      onReceive: () => {
        throw new Error('not today');
      },
    });
    await expect(scripted.clock.wait(scripted.host.replay({}, [broken]))).rejects.toThrow('not today');
  });
});
