import { describe, expect, it } from 'vitest';
import { type Capabilities, ConfigError, Host, PlugError } from '../../src/index.ts';
import { ScriptedPlug } from '../../src/testing/index.ts';

const bare: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'network', idempotency: 'none' };

function plugWith(capabilities: unknown): ScriptedPlug {
  const plug = new ScriptedPlug('net');
  Object.defineProperty(plug, 'capabilities', { value: capabilities });
  return plug;
}

function refusal(plug: ScriptedPlug): ConfigError {
  const host = new Host();
  try {
    host.addPlug(plug);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect(host.plug('net')).toBeUndefined();
    return error as ConfigError;
  }
  throw new Error('it was taken');
}

const wrong: readonly (readonly [field: string, capabilities: unknown])[] = [
  ['capabilities', undefined],
  ['capabilities', null],
  ['capabilities.text', { ...bare, text: undefined }],
  ['capabilities.text.unit', { ...bare, text: { unit: 'words', marks: [] } }],
  ['capabilities.text.marks', { ...bare, text: { unit: 'byte' } }],
  ['capabilities.text.marks[0]', { ...bare, text: { unit: 'byte', marks: ['blink'] } }],
  ['capabilities.text.maxLength', { ...bare, text: { ...bare.text, maxLength: 0 } }],
  ['capabilities.text.maxLines', { ...bare, text: { ...bare.text, maxLines: 1.5 } }],
  ['capabilities.text.maxParts', { ...bare, text: { ...bare.text, maxParts: Number.NaN } }],
  ['capabilities.echo', { ...bare, echo: 'maybe' }],
  ['capabilities.idempotency', { ...bare, idempotency: true }],
  ['capabilities.pipeline', { ...bare, pipeline: 0 }],
  ['capabilities.lock', { ...bare, lock: 'server' }],
  ['capabilities.rate', { ...bare, rate: 5 }],
  ['capabilities.rate.count', { ...bare, rate: { count: 0, perMs: 1, scope: 'plug' } }],
  ['capabilities.rate.perMs', { ...bare, rate: { count: 1, perMs: -1, scope: 'plug' } }],
  ['capabilities.rate.burst', { ...bare, rate: { count: 1, perMs: 1, burst: 0, scope: 'plug' } }],
  ['capabilities.rate.scope', { ...bare, rate: { count: 1, perMs: 1, scope: 'server' } }],
  ['capabilities.attachments.withText', { ...bare, attachments: {} }],
  ['capabilities.attachments.maxBytes', { ...bare, attachments: { withText: true, maxBytes: -1 } }],
  ['capabilities.attachments.maxCount', { ...bare, attachments: { withText: true, maxCount: 0 } }],
  ['capabilities.attachments.types[0]', { ...bare, attachments: { withText: true, types: ['hologram'] } }],
  ['capabilities.send', { ...bare, send: 'no' }],
  ['capabilities.edit', { ...bare, edit: { maxAgeMs: 'long' } }],
];

describe('capabilities', () => {
  it.each(wrong)('are refused where %s is wrong', (field, capabilities) => {
    const { issues } = refusal(plugWith(capabilities));
    expect(issues.map((issue) => issue.field)).toEqual([field]);
    for (const { expected, got } of issues) expect(expected && got).not.toBe('');
  });

  it('are refused with all their faults at once, a missing put() among them', () => {
    const plug = plugWith({});
    Object.defineProperty(plug, 'put', { value: undefined });
    const fields = refusal(plug).issues.map(({ field }) => field);
    expect(fields.toSorted()).toEqual(['capabilities.echo', 'capabilities.idempotency', 'capabilities.text', 'put']);
  });

  it('of a plug that only receives need no put()', () => {
    const plug = plugWith({ ...bare, send: false });
    Object.defineProperty(plug, 'put', { value: undefined });
    const host = new Host();
    expect(host.addPlug(plug)).toBe(plug);
  });

  it('that no method stands behind are a fault of the plug', () => {
    expect(() => new Host().addPlug(plugWith({ ...bare, edit: true }))).toThrow(PlugError);
  });
});
