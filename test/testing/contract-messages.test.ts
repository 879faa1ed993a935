import { afterEach, describe, expect, it } from 'vitest';
import { type MemoryConfig, MemoryNetwork, MemoryPlug } from '../../plugs/memory/index.ts';
import { type ChatEvent, defineHook } from '../../src/index.ts';
import { hookContract, plugContract } from '../../src/testing/index.ts';
import { brokenPlugs } from './broken/index.ts';
import { cleanUp } from './broken/lifecycle.ts';
import { memoryPeer } from './fixtures/memory-peer.ts';
import { quickClock } from './fixtures/quick-clock.ts';
import { runContract } from './fixtures/run-contract.ts';

class StartThrows extends MemoryPlug {
  protected override async start(): Promise<void> {
    throw new Error('the password is wrong');
  }
}

class ForgetsIds extends MemoryPlug {
  protected override queue(event: Parameters<MemoryPlug['queue']>[0]): Promise<void> {
    return super.queue(event.type === 'message' ? { ...event, id: '' } : event);
  }
}

let accounts = 0;

/** What the author of the plug is told by one test of the contract. */
async function told(Broken: new (name: string, config: MemoryConfig) => MemoryPlug, title: string): Promise<string> {
  const failures = await runContract(({ describe: group, it: test }) =>
    plugContract({
      describe: group,
      it: (name, body) => void (name === title && test(name, body)),
      name: 'broken',
      create() {
        accounts += 1;
        return new Broken('memory', { network: new MemoryNetwork('net'), account: `tie${accounts}` });
      },
      peer: memoryPeer,
      patienceMs: 600,
      clock: quickClock(20),
    }),
  );
  return String(failures.get(title));
}

function broken(fault: string): new (name: string, config: MemoryConfig) => MemoryPlug {
  const found = brokenPlugs.find((one) => one.fault === fault);
  if (found === undefined) throw new Error(`no plug ${fault}`);
  return found.plug;
}

describe('a failed test of the contract tells the author', () => {
  afterEach(cleanUp);

  it('why the plug did not connect', async () => {
    expect(await told(StartThrows, 'connects, and works at once')).toMatch(
      /the plug is waiting[\s\S]*the password is wrong/,
    );
  });

  it('that an event was refused, and why', async () => {
    expect(await told(ForgetsIds, 'a message tells what was said, where, by whom and when')).toMatch(
      /refused[\s\S]*id/,
    );
  });

  it('where a timer was made that is left behind', async () => {
    expect(await told(broken('leaves a timer behind'), 'no handle, no timer, no listener')).toMatch(
      /stop\(\)[\s\S]*Timeout, made at .*lifecycle\.ts:\d+/,
    );
  });

  it('which of many messages is the first out of order', async () => {
    const message = await told(broken('swaps neighbours'), 'messages come in their order, each once');
    expect(message).toMatch(/queue\(\).*: message 1 of 25 is out of order: "\w+" instead of "\w+"/);
  });

  it('that an echo came twice', async () => {
    expect(await told(broken('echoes twice'), 'comes once')).toMatch(/queue\(\).*is one that was there before/);
  });

  it('that a message was lost', async () => {
    const message = await told(broken('loses one of many'), 'a thousand messages each way arrive in order, each once');
    expect(message).toMatch(/is missing or changed/);
  });

  it('in a few lines that a hook answers itself without end', async () => {
    const onReceive = async (event: ChatEvent): Promise<void> => {
      if (event.type === 'message') await event.channel.send(`re: ${event.text}`);
    };
    const title = 'sends an event back to no place where it was';
    const failures = await runContract(({ describe: group, it: test }) =>
      hookContract({
        describe: group,
        it: (name, body) => void (name === title && test(name, body)),
        name: 'broken',
        create: () => ({ hook: defineHook('parrot', { onReceive }) }),
        patienceMs: 600,
      }),
    );
    const message = String(failures.get(title));
    expect(message).toMatch(/event\.self[\s\S]*re: only once here/);
    expect(message.split('\n').length).toBeLessThan(15);
  });
});
