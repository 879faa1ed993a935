import { MemoryNetwork, MemoryPlug } from '../index.ts';

/** A plug as it is set up by most, not connected: README's table of plugs reads its capabilities. */
export const example: MemoryPlug = new MemoryPlug('memory', { network: new MemoryNetwork('net') });
