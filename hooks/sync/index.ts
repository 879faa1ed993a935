/**
 * Bridges channels of any networks, both ways or one way.
 *
 * @module
 */
export type { CarryOptions, ForwardConfig, SyncConfig } from './config.ts';
export { ForwardHook } from './forward-hook.ts';
export type { NameFormat } from './names.ts';
export { SyncHook } from './sync-hook.ts';
export type { SyncPlug } from './sync-plug.ts';
