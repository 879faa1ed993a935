import { GatewayCloseCodes, type GatewayIntentBits } from 'discord-api-types/v10';
import { allIntents, type PrivilegedIntent, privilegedIntents } from './intents.ts';

/** What a client asks for when it identifies (Gateway Events › Identify Structure), as far as it is used. */
export interface Identity {
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly presence: unknown;
}

/** Checks an identify; a number is the close code that refuses it (Opcodes and Status Codes › Gateway Close Event Codes). */
export function checkIdentify(d: unknown, token: string, enabled: ReadonlySet<PrivilegedIntent>): Identity | number {
  if (typeof d !== 'object' || d === null) return GatewayCloseCodes.DecodeError;
  const given = d as Record<string, unknown>;
  if (given['token'] !== token) return GatewayCloseCodes.AuthenticationFailed;
  if (typeof given['properties'] !== 'object' || given['properties'] === null) return GatewayCloseCodes.DecodeError;
  const threshold = given['large_threshold'];
  if (threshold !== undefined && !(typeof threshold === 'number' && threshold >= 50 && threshold <= 250)) {
    return GatewayCloseCodes.DecodeError;
  }
  const shard = (given['shard'] ?? [0, 1]) as readonly [number, number];
  if (!Array.isArray(shard) || !(shard[0] >= 0 && shard[0] < shard[1])) return GatewayCloseCodes.InvalidShard;
  const intents = given['intents'];
  if (typeof intents !== 'number' || !Number.isInteger(intents) || (intents & ~allIntents) !== 0) {
    return GatewayCloseCodes.InvalidIntents;
  }
  for (const [name, bit] of Object.entries(privilegedIntents)) {
    const asked = (intents & (bit as GatewayIntentBits)) !== 0;
    if (asked && !enabled.has(name as PrivilegedIntent)) return GatewayCloseCodes.DisallowedIntents;
  }
  return { intents, shard, presence: given['presence'] };
}
