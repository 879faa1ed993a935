import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Capabilities, Channel, Message, PutOptions, RichText, User } from 'tieline';
import { MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';

/** A plug as its test/example.ts sets it up: what its network can show, and the markup it renders to. */
export interface Example {
  readonly name: string;
  readonly capabilities: Capabilities;
  render?(text: RichText): string;
}

const root = new URL('../../../', import.meta.url);

/** Every plug of the repository that can be sent to. */
export async function examples(): Promise<Example[]> {
  const files = globSync('plugs/*/test/example.ts', { cwd: root }).sort();
  const all = await Promise.all(
    files.map(async (file) => {
      const { example }: { example: Example } = await import(new URL(file, root).href);
      const { capabilities } = example;
      const name = basename(dirname(dirname(file)));
      return {
        name,
        capabilities,
        ...(example.render && { render: (text: RichText) => example.render?.(text) ?? '' }),
      };
    }),
  );
  return all.filter(({ capabilities }) => capabilities.send !== false);
}

/** What was put into a network. */
export interface Put {
  readonly message: Message;
  readonly as: User | undefined;
}

/** A memory network that shows and renders as another does, and notes what is put into it. */
export class ModelPlug extends MemoryPlug {
  readonly puts: Put[] = [];
  override readonly networkId: string;
  readonly #ids: { count: number } = { count: 0 };

  constructor(name: string, { capabilities, render }: Example) {
    const {
      text,
      attachments,
      reply,
      card,
      impersonate,
      echo,
      idempotency,
      edit,
      delete: remove,
      reaction,
    } = capabilities;
    const shown = { text, attachments, reply, card, impersonate, echo, idempotency, edit, delete: remove, reaction };
    const network = new MemoryNetwork(name);
    if (echo === 'none') network.echo = 'never';
    super(name, { network, account: 'bridge', capabilities: shown });
    this.networkId = name;
    this.self = { kind: 'user', network: name, id: 'bridge', nick: 'bridge' };
    if (render) Object.defineProperty(this, 'render', { value: render });
  }

  /** Somebody says something there; gives its id. */
  hear(message: Message): string {
    this.#ids.count += 1;
    const id = `heard-${this.#ids.count}`;
    void this.queue({ ...message, type: 'message', channel: this.channel('room'), id });
    return id;
  }

  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    this.puts.push({ message, as: options.as });
    return super.put(channel, message, options);
  }
}
