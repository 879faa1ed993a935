import { type MemoryConfig, MemoryPlug } from '../../../plugs/memory/index.ts';
import { type Ref, userRef } from '../../../src/index.ts';
import type { BrokenPlug } from './broken-plug.ts';

class SharedId extends MemoryPlug {
  override readonly networkId: string = 'memory:net';
  constructor(name: string, config: MemoryConfig) {
    super(name, config);
    this.self = { ...userRef(this.networkId, this.account), nick: this.account };
  }
}

class UnknownSelf extends MemoryPlug {
  constructor(name: string, config: MemoryConfig) {
    super(name, config);
    delete this.self;
  }
}

class OneWayNames extends MemoryPlug {
  override format(ref: Ref): string {
    return ref.kind === 'channel' ? `#${ref.source}` : 'somebody';
  }
  override parse(text: string): Ref {
    return this.channel(text).ref;
  }
}

class ChangingCapabilities extends MemoryPlug {
  protected override async start(): Promise<void> {
    await super.start();
    const text = { ...this.capabilities.text, maxParts: 9 };
    Object.assign(this, { capabilities: { ...this.capabilities, text } });
  }
}

export const brokenIdentities: readonly BrokenPlug[] = [
  { fault: 'gives all accounts one networkId', caughtBy: ['two accounts have two ids'], plug: SharedId },
  {
    fault: 'never assigns plug.self',
    caughtBy: [
      'our own account is known once connected',
      'members: lists everybody once, our own account too',
      'reaction: is put on a message and taken back',
    ],
    plug: UnknownSelf,
  },
  {
    fault: 'cannot parse() what its format() writes',
    caughtBy: ['what is written for people is read again'],
    plug: OneWayNames,
  },
  {
    fault: 'changes its capabilities with the connection',
    caughtBy: ['stay the same while the plug is connected'],
    plug: ChangingCapabilities,
  },
  {
    fault: 'declares a mark twice',
    caughtBy: ['are plain data that makes sense'],
    plug: MemoryPlug,
    capabilities: { text: { unit: 'utf16', marks: ['bold', 'bold'] } },
  },
];
