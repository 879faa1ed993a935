import * as v from 'valibot';
import type { Capabilities } from '../../src/index.ts';
import { MemoryNetwork } from './network.ts';

/** How a {@link MemoryPlug} is set up. */
export interface MemoryConfig {
  /** The network it is on. */
  readonly network: MemoryNetwork;
  /** Its account there. Default: the name of the plug. */
  readonly account?: string;
  /** Changes to what the network can do, to stand in for a poorer one; undefined takes a capability away. */
  readonly capabilities?: { readonly [C in keyof Capabilities]?: Capabilities[C] | undefined };
}

export const memorySchema = v.strictObject({
  network: v.instance(MemoryNetwork),
  account: v.optional(v.pipe(v.string(), v.nonEmpty())),
  capabilities: v.optional(
    v.custom<NonNullable<MemoryConfig['capabilities']>>(
      (value) => typeof value === 'object' && value !== null,
      'an object',
    ),
  ),
});
