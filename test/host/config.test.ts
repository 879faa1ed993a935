import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  type Capabilities,
  ConfigError,
  defineHook,
  Group,
  Hook,
  Host,
  type HostOptions,
  Plug,
  PlugError,
} from '../../src/index.ts';
import { ScriptedPlug } from '../../src/testing/index.ts';

/** What a call throws. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

function fields(error: unknown): string[] {
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).issues.map(({ field }) => field);
}

describe('a host', () => {
  const names = ['openTimeoutMs', 'closeTimeoutMs', 'slowHookMs', 'hookTimeoutMs', 'sendTimeoutMs', 'maxAgeMs'];

  it('refuses every wrong limit, all in one error', () => {
    for (const wrong of ['1s', -1, 0, Number.NaN, Number.POSITIVE_INFINITY, null, {}]) {
      const options = Object.fromEntries(names.map((name) => [name, wrong])) as HostOptions;
      expect(fields(thrown(() => new Host(options))), String(wrong)).toEqual(expect.arrayContaining(names));
    }
  });

  it('names field, expected and got', () => {
    const error = thrown(() => new Host({ hookTimeoutMs: 'soon' as never })) as ConfigError;
    expect(error.field).toBe('hookTimeoutMs');
    expect(error.expected).toMatch(/number/i);
    expect(error.got).toBe('"soon"');
    expect(error.message).toContain('hookTimeoutMs');
    expect(error).toMatchObject({ code: 'TIELINE_CONFIG', retryable: false, certain: true });
  });

  it('says in the message what it expected and what it got', () => {
    const host = new Host();
    const told = (call: () => unknown): string => String(thrown(call));
    host.addPlug(new ScriptedPlug('net'));
    expect(told(() => host.addPlug(new ScriptedPlug('net')))).toMatch(/plug net: .*expected a name.*, got "net"/);
    expect(told(() => host.addHook(defineHook('h', {}), { priority: 0 }))).toMatch(
      /expected a positive integer, got 0/,
    );
    expect(told(() => host.addPlug({ name: 'x' } as never))).toMatch(/expected a Plug.*, got an instance of Object/);
    expect(told(() => host.addHook({ onReceive: () => undefined } as never))).toMatch(/expected .*, got nothing/);
  });

  it('has no hook with a method that nobody calls, or that is none', () => {
    const methods = { onRecieve: () => undefined, beforeSend: true, start: undefined };
    const error = thrown(() => defineHook('typo', methods as never));
    expect(fields(error)).toEqual(['onRecieve', 'beforeSend']);
    expect(String(error)).toMatch(
      /hook typo: .*onRecieve: expected one of .*onReceive.*beforeSend: expected a function/,
    );
  });

  it('has no channel without a source, as of a variable of the environment that is not set', () => {
    const plug = new ScriptedPlug('net');
    expect(String(thrown(() => plug.channel(undefined as never)))).toMatch(
      /net: no channel: .*a string, got undefined/,
    );
    expect([...plug.knownChannels()]).toEqual([]);
  });

  it('refuses a name that is taken, or none', () => {
    const host = new Host();
    const plug = host.addPlug(new ScriptedPlug('net'));
    host.addHook(defineHook('hook', {}));
    host.addChannel('lobby', plug.channel('a'));
    host.addGroup(new Group('group', { plugs: [plug] }));
    expect(fields(thrown(() => host.addPlug(new ScriptedPlug('net', { networkId: 'another' }))))).toEqual(['name']);
    expect(fields(thrown(() => host.addHook(defineHook('hook', {}))))).toEqual(['name']);
    expect(fields(thrown(() => host.addChannel('lobby', plug.channel('b'))))).toEqual(['name']);
    expect(fields(thrown(() => host.addGroup(new Group('group', { plugs: [plug] }))))).toEqual(['name']);
    expect(fields(thrown(() => host.addHook(defineHook('', {}))))).toEqual(['name']);
    expect(host.plug('net')).toBe(plug);
    expect(host.channel('lobby')).toBe(plug.channel('a'));
  });

  it('refuses what is no plug, hook, channel or group, also one of another copy of the package', () => {
    const host = new Host();
    for (const nothing of [undefined, null, 'x', 7] as never[]) {
      expect(fields(thrown(() => host.addHook(nothing)))).toEqual(['hook']);
    }
    for (const nothing of [undefined, null, {}, 'x', { name: 'x' }] as never[]) {
      expect(fields(thrown(() => host.addPlug(nothing)))).toEqual(['plug']);
      expect(fields(thrown(() => host.addChannel('lobby', nothing)))).toEqual(['channel']);
      expect(fields(thrown(() => host.addGroup(nothing)))).toEqual(['group']);
    }
  });

  it('refuses a second plug of the same network and account', () => {
    const host = new Host();
    host.addPlug(new ScriptedPlug('one', { networkId: 'same' }));
    const error = thrown(() => host.addPlug(new ScriptedPlug('two', { networkId: 'same' })));
    expect(fields(error)).toEqual(['networkId']);
    expect(String(error)).toContain('one');
    expect(fields(thrown(() => host.addPlug(new ScriptedPlug('three', { networkId: '' }))))).toEqual(['networkId']);
  });

  it('refuses a priority that is no positive integer', () => {
    const host = new Host();
    for (const priority of [0, -1, 1.5, Number.NaN, '1' as never]) {
      expect(fields(thrown(() => host.addHook(defineHook(`hook ${String(priority)}`, {}), { priority })))).toEqual([
        'priority',
      ]);
    }
  });

  it('has one hook of a resource class', () => {
    class Files extends Hook<undefined> {
      static override readonly resource = true;
    }
    const host = new Host();
    expect(fields(thrown(() => host.resource(Files)))).toEqual(['resource']);
    const files = host.addHook(new Files('files'));
    expect(host.resource(Files)).toBe(files);
    expect(fields(thrown(() => host.addHook(new Files('more files'))))).toEqual(['resource']);
  });
});

describe('a plug', () => {
  const schema = v.object({ host: v.string(), port: v.number(), password: v.string() });
  class Configured extends Plug<v.InferOutput<typeof schema>> {
    static override readonly schema = schema;
    readonly networkName = 'x';
    readonly networkId = 'x';
    readonly capabilities: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'network', idempotency: 'none' };
    protected async put(): Promise<string> {
      return 'id';
    }
  }

  it('refuses a wrong configuration before anything happens, all faults at once, and shows no secret', () => {
    const error = thrown(() => new Configured('mine', { host: 7, password: 99 } as never)) as ConfigError;
    expect(fields(error).toSorted()).toEqual(['host', 'password', 'port']);
    expect(error.message).toContain('mine');
    expect(error.issues.find(({ field }) => field === 'host')).toMatchObject({ got: '7' });
    expect(error.message).not.toContain('99');
  });

  it('whose capabilities and methods disagree is refused when it is added, with every disagreement', () => {
    class Lying extends Configured {
      override readonly capabilities: Capabilities = {
        text: { unit: 'utf16', marks: [] },
        echo: 'network',
        idempotency: 'none',
        edit: true,
        rooms: { join: true },
      };
      protected override async putTopic(): Promise<void> {}
    }
    const host = new Host();
    const error = thrown(() => host.addPlug(new Lying('lying', { host: 'h', port: 1, password: 'p' })));
    expect(error).toBeInstanceOf(PlugError);
    for (const part of ['edit', 'putEdit', 'rooms.join', 'putJoin', 'putTopic', 'topic'])
      expect(String(error)).toContain(part);
    expect(host.plug('lying')).toBeUndefined();
  });

  it('outside a host refuses everything, and says why', async () => {
    const plug = new Configured('alone', { host: 'h', port: 1, password: 'p' });
    await expect(plug.channel('room').send('x')).rejects.toThrow(/alone: the plug is in no host/);
    await expect(plug.channel('room').post('x')).rejects.toMatchObject({ code: 'TIELINE_NOT_CONNECTED' });
  });
});

describe('a group', () => {
  it('is refused with all wrong rules at once', () => {
    const plug = new ScriptedPlug('net');
    const wrong = {
      channels: ['room'],
      plugs: plug,
      private: [plug.channel('a')],
      shared: [7],
      named: [
        { plug, source: 5 },
        { plug: 'net', source: 'x' },
      ],
      groups: [plug],
      except: ['x'],
      bogus: [plug],
    };
    expect(fields(thrown(() => new Group('wrong', wrong as never))).toSorted()).toEqual([
      'bogus', 'channels[0]', 'except[0]', 'groups[0]', 'named[0].source', 'named[1].plug', 'plugs', 'private[0]', 'shared[0]',
    ]); // biome-ignore format: a list
    expect(fields(thrown(() => new Group('none', undefined as never)))).toEqual(['']);
  });

  it('that can never hold a channel is refused', () => {
    expect(fields(thrown(() => new Group('none', {})))).toEqual(['rules']);
    expect(fields(thrown(() => new Group('none', { channels: [], except: [] })))).toEqual(['rules']);
  });
});
