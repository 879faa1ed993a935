import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ConfigError, validateConfig } from '../../src/index.ts';

const schema = v.strictObject({
  host: v.string(),
  port: v.optional(v.pipe(v.number(), v.minValue(1)), 6667),
  password: v.optional(v.pipe(v.string(), v.minLength(8))),
  channels: v.optional(v.array(v.object({ name: v.string() })), []),
});

function faults(value: unknown): ConfigError {
  try {
    validateConfig('irc', schema, value);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('it was accepted');
}

describe('a configuration', () => {
  it('comes back with its defaults', () => {
    expect(validateConfig('irc', schema, { host: 'h' })).toEqual({ host: 'h', port: 6667, channels: [] });
  });

  it('is refused with all its faults at once, each with its field, what was expected and what came', () => {
    const error = faults({ port: 0, channels: [{ name: 1 }, {}], colour: 'red' });
    expect(error.issues).toEqual([
      { field: 'host', expected: 'a value', got: 'nothing' },
      { field: 'port', expected: '>=1', got: '0' },
      { field: 'channels[0].name', expected: 'string', got: '1' },
      { field: 'channels[1].name', expected: 'a value', got: 'nothing' },
      { field: 'colour', expected: 'no option of that name', got: '"red"' },
    ]);
    expect(error.message).toContain('host: expected a value, got nothing');
    expect([error.field, error.expected, error.got]).toEqual(['host', 'a value', 'nothing']);
  });

  it('never shows a secret', () => {
    const error = faults({ host: 'h', password: 'hunter2' });
    expect(error.message).not.toContain('hunter2');
    expect(error.got).toBe('a string that is not shown');
  });

  it('never shows the insides of an object of some class, which may hold secrets of its own', () => {
    class Bridge {
      readonly perform = ['AUTH tie hunter2'];
    }
    class Room {
      readonly bridge = new Bridge();
      toString(): string {
        return 'irc/#room';
      }
    }
    expect(faults({ host: new Bridge() }).got).toBe('"a Bridge"');
    expect(faults({ host: [new Room(), { port: 1 }] }).got).toBe('["irc/#room",{"port":1}]');
  });

  it('is refused where its schema would have to wait', () => {
    const slow = v.pipeAsync(
      v.string(),
      v.checkAsync(async () => true),
    );
    expect(() => validateConfig('irc', slow, 'x')).toThrow(ConfigError);
  });

  it('is taken as it is without a schema', () => {
    expect(validateConfig('irc', undefined, 1)).toBe(1);
  });
});
