import { DiscordPlug } from '../index.ts';

/** A plug as it is set up by most, not connected: README's table of plugs reads its capabilities. */
export const example: DiscordPlug = new DiscordPlug('discord', { token: 'MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y' });
