/**
 * What authors of plugs, hooks and stores test theirs with: contracts that any of them must fulfil, and the means to make
 * a network misbehave in ways that can be had again. Works under any test runner and imports none.
 *
 * @module
 */

export { type AnyArbitrary, type Arbitraries, arbitraries, type FastCheck, type Happening } from './arbitraries.ts';
export { FakeClock, type FakeClockOptions } from './fake-clock.ts';
export {
  type FakeChange,
  type FakeMessage,
  FakeNetwork,
  type FakeNetworkOptions,
} from './fake-network/fake-network.ts';
export { type FakeNetworkConfig, FakeNetworkPlug } from './fake-network/fake-network-plug.ts';
export type { Faults } from './fake-network/faults.ts';
export { type HookContractOptions, type HookFixture, type HookPlaces, hookContract } from './hook-contract/index.ts';
export { at, type Moment } from './moment.ts';
export { type PlugContractOptions, type PlugPeer, plugContract, type SeenMessage } from './plug-contract/index.ts';
export { ScriptedCall, type ScriptedMethod, type ScriptedRequest } from './scripted-call.ts';
export { type ScriptedOptions, ScriptedPlug, type ScriptedStep } from './scripted-plug.ts';
export { SeededRandom } from './seeded-random.ts';
export type {
  CrashingStore,
  SimulatedFaults,
  SimulatedNetwork,
  SimulationOptions,
  SimulationResult,
} from './simulation/options.ts';
export { SimulationError, simulate } from './simulation/simulate.ts';
export type { Step } from './simulation/steps.ts';
export { type StoreContractOptions, type StoreFixture, storeContract } from './store-contract/index.ts';
