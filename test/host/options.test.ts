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
      const options = { store: wrong, logger: wrong, clock: wrong, media: wrong, maxAgeMs: -1, closetimeoutMs: 5 };
      const issues = faults(() => new Host(options as never));
      expect(issues.map(({ field }) => field).toSorted()).toEqual([
        'clock', 'closetimeoutMs', 'logger', 'maxAgeMs', 'media', 'store',
      ]); // biome-ignore format: a list
    },
  );

  it('say in words what they should be, and what they are', () => {
    const issues = faults(() => new Host({ maxAgeMs: Number.NaN, hookTimeoutMs: Infinity, catchUpCount: 1.5 }));
    expect(issues).toEqual([
      { field: 'hookTimeoutMs', expected: 'a number of milliseconds, 1 or more', got: 'Infinity' },
      { field: 'maxAgeMs', expected: expect.stringMatching(/number/i), got: 'NaN' },
      { field: 'catchUpCount', expected: 'a whole number, 0 or more', got: '1.5' },
    ]);
  });

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
