export type { IrcChannel, IrcConfig, IrcFlood, IrcNickServ, IrcSasl, IrcTls } from './config.ts';
export { IrcPlug } from './plug.ts';
