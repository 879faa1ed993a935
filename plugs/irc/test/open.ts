import { type ChatEvent, defineHook, Host, type Logger } from '../../../src/index.ts';
import { type IrcConfig, IrcPlug } from '../index.ts';

const waitTimeoutMs = 30_000;

/** A host with one IRC plug in it, and all that it tells. */
export class OpenedIrc implements AsyncDisposable {
  readonly host: Host;
  readonly plug: IrcPlug;
  readonly events: ChatEvent[] = [];
  readonly warnings: string[] = [];

  constructor(config: Partial<IrcConfig>) {
    const logger: Logger = {
      debug: () => undefined,
      info: () => undefined,
      warn: (_, message) => void this.warnings.push(message),
      error: (_, message) => void this.warnings.push(message),
    };
    this.host = new Host({ logger });
    this.plug = this.host.addPlug(new IrcPlug('irc', { host: '127.0.0.1', nick: 'tie', flood: false, ...config }));
    this.host.addHook(defineHook('watch', { onReceive: (event) => void this.events.push(event) }));
  }

  /** The events of one type, in order. */
  all<T extends ChatEvent['type']>(type: T): (ChatEvent & { readonly type: T })[] {
    return this.events.filter((event): event is ChatEvent & { readonly type: T } => event.type === type);
  }

  /** What was said by others, as `source nick: text`. */
  heard(): string[] {
    return this.all('message')
      .filter((event) => !event.self)
      .map((event) => `${event.channel.source} ${event.user?.nick}: ${String(event.text)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host.close();
  }
}

/** Opens a host with one IRC plug; resolves once the plug is connected. */
export async function openIrc(config: Partial<IrcConfig>): Promise<OpenedIrc> {
  const opened = new OpenedIrc(config);
  await opened.host.open();
  await waitUntil(() => opened.plug.state === 'connected', 'the plug to connect');
  return opened;
}

/** Waits for a condition that nothing announces. */
export async function waitUntil(isTrue: () => boolean, what: string): Promise<void> {
  const giveUpAt = Date.now() + waitTimeoutMs;
  while (!isTrue()) {
    if (Date.now() > giveUpAt) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
