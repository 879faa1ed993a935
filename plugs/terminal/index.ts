/**
 * Stdin and stdout as a network, for demos, scripts and debugging.
 *
 * @module
 */
export type { TerminalConfig } from './config.ts';
export { TerminalPlug } from './plug.ts';
