import { describe, expect, it } from 'vitest';
import { toLimits } from '../../src/host/options.ts';
import { ConfigError, Host, memoryStore, silentLogger, systemClock } from '../../src/index.ts';

function faults(call: () => unknown): readonly { readonly field: string; readonly expected: string }[] {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).issues;
  }
  throw new Error('it was taken');
}

describe('the options of a host', () => {
  it.each([null, 5, 'store', [], { open: () => undefined }, { ...silentLogger, warn: 5 }])(
    'are refused together where store, logger and clock are %s',
    (wrong) => {
      const issues = faults(() => new Host({ store: wrong, logger: wrong, clock: wrong, maxAgeMs: -1 } as never));
      expect(issues.map(({ field }) => field).toSorted()).toEqual(['clock', 'logger', 'maxAgeMs', 'store']);
    },
  );

  it('name what is missing', () => {
    const { info: _info, ...mute } = silentLogger;
    const [issue] = faults(() => new Host({ logger: mute as never }));
    expect(issue?.expected).toContain('info()');
  });

  it.each([null, 5, 'options'])('are refused where they are %s', (options) => {
    expect(faults(() => toLimits(options as never))).toHaveLength(1);
  });

  it('are taken where they are right', () => {
    expect(() => new Host({ store: memoryStore(), logger: silentLogger, clock: systemClock })).not.toThrow();
    expect(() => new Host({ logger: console, clock: Object.create(systemClock) })).not.toThrow();
  });
});
