import { IrcPlug } from '../index.ts';

/** A plug as it is set up by most, not connected: README's table of plugs reads its capabilities. */
export const example: IrcPlug = new IrcPlug('irc', { host: 'irc.example.org', nick: 'tie', channels: ['#tieline'] });
