import { type Capabilities, type Channel, Plug } from '../../../src/index.ts';

/** A plug that goes nowhere, for its channels. */
class Rooms extends Plug {
  readonly networkName = 'Rooms';
  readonly networkId: string;
  readonly capabilities: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'none', idempotency: 'none' };

  constructor(name: string) {
    super(name, undefined);
    this.networkId = `rooms:${name}`;
  }

  protected put(): Promise<string> {
    return Promise.resolve('1');
  }
}

/** A room of a plug of that name. */
export function room(name: string, source = 'room'): Channel {
  return new Rooms(name).channel(source);
}
