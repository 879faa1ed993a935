import type { BrokenPlug } from './broken-plug.ts';
import { brokenEchoes } from './echo.ts';
import { brokenFacets } from './facets.ts';
import { brokenIdentities } from './identity.ts';
import { brokenLifecycles } from './lifecycle.ts';
import { brokenOutages } from './outage.ts';
import { brokenTraffic } from './traffic.ts';

/** Plugs with one fault each. */
export const brokenPlugs: readonly BrokenPlug[] = [
  ...brokenIdentities,
  ...brokenLifecycles,
  ...brokenTraffic,
  ...brokenEchoes,
  ...brokenFacets,
  ...brokenOutages,
];
