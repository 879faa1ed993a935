import { type Capabilities, type Channel, type Message, Plug, type PutOptions, type User } from '../src/index.ts';

/** A plug without a network behind it: events are fed by hand, and what is put comes back as its echo. */
export class FeedPlug extends Plug<undefined> {
  readonly networkName = 'feed';
  readonly networkId: string;
  readonly capabilities: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'network', idempotency: 'none' };
  #count = 0;

  constructor(name: string) {
    super(name, undefined);
    this.networkId = `feed:${name}`;
  }

  feed(channel: Channel, text: string): void {
    this.#count += 1;
    void this.queue({ type: 'message', channel, id: `f${this.#count}`, user: this.#author, text });
  }

  get #author(): User {
    return { kind: 'user', network: this.networkId, id: 'ann', nick: 'ann' };
  }

  protected override async put(channel: Channel, message: Message, _options: PutOptions): Promise<string> {
    this.#count += 1;
    const id = `p${this.#count}`;
    if (message.text !== undefined) void this.queue({ type: 'message', channel, id, self: true, text: message.text });
    return id;
  }
}
