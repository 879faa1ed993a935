import { MemoryNetwork, MemoryPlug } from '../index.ts';

/** One that is alone on its network. */
export const example: MemoryPlug = new MemoryPlug('memory', { network: new MemoryNetwork('memory') });
