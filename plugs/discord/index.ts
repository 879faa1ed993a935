export type { DiscordConfig, DiscordRestOptions } from './config.ts';
export { DiscordPlug } from './plug.ts';
