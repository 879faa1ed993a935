/** The part of irc-framework 4 that client.ts uses; the package ships no types. */
declare module 'irc-framework' {
  export interface ClientOptions {
    host: string;
    port: number;
    nick: string;
    username: string;
    gecos: string;
    password?: string;
    account: { account?: string; password?: string };
    sasl_mechanism?: 'PLAIN' | 'EXTERNAL';
    version: string;
    auto_reconnect: boolean;
    ping_interval: number;
    ping_timeout: number;
    enable_echomessage: boolean;
    enable_chghost: boolean;
    /** Made anew for each connection, with all of these options. */
    transport: new (
      options: never,
    ) => unknown;
    settings: object;
  }

  export interface Client {
    readonly connection: { readonly transport: unknown };
    readonly network: {
      readonly cap: { isEnabled(name: string): boolean };
      readonly options: Readonly<Record<string, unknown>>;
    };
    requestCap(names: readonly string[]): void;
    connect(options: ClientOptions): void;
    on(event: 'sasl failed', listener: (event: { reason: string; message?: string }) => void): void;
    on(event: 'close', listener: () => void): void;
  }

  const framework: { readonly Client: new () => Client };
  export default framework;
}
