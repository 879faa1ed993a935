/**
 * Relays a file of 200 MB and tells by how much the process grew. Run in a process of its own:
 * `node --expose-gc big-file.ts put|media`.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryNetwork, MemoryPlug } from '../../../plugs/memory/index.ts';
import { defineHook, type FileAttachment, Host, type Message, silentLogger } from '../../../src/index.ts';
import { directoryMediaStore } from '../../../src/media/index.ts';

const MB = 1_000_000;
const CHUNK = 100_000;

/**
 * So many bytes, made as they are read, each chunk another. What is read and let go is collected now and then, since when
 * that happens is the runtime's business, and the measure is of what is held.
 */
function bytes(total: number): ReadableStream<Uint8Array> {
  let made = 0;
  return new ReadableStream({
    pull(controller) {
      if (made % (5 * MB) === 0) globalThis.gc?.();
      if (made >= total) return controller.close();
      const chunk = new Uint8Array(CHUNK).fill((made / CHUNK) % 251);
      made += CHUNK;
      controller.enqueue(chunk);
    },
  });
}

/** A network that reads each file to its end, as one that uploads it does. */
class ReadingPlug extends MemoryPlug {
  read = 0;
  readonly digest = createHash('sha256');

  protected override async put(...[channel, message, options]: Parameters<MemoryPlug['put']>): Promise<string> {
    for (const attachment of message.attachments ?? []) {
      if (attachment.type !== 'file' || attachment.open === undefined) continue;
      for await (const chunk of await attachment.open()) {
        this.read += chunk.byteLength;
        this.digest.update(chunk);
      }
    }
    return super.put(channel, message, options);
  }
}

async function measure(how: string, directory: string): Promise<void> {
  const media = directoryMediaStore({ directory, maxFileBytes: 500 * MB });
  const host = new Host({ logger: silentLogger, media });
  const [from, to] = [new MemoryNetwork('from'), new MemoryNetwork('to')];
  const source = host.addPlug(new MemoryPlug('from', { network: from }));
  const capabilities = how === 'media' ? { attachments: undefined } : {};
  const target = host.addPlug(new ReadingPlug('to', { network: to, capabilities }));
  const route = { channel: target.channel('room') };
  host.addHook(defineHook('relay', { routes: ({ channel }) => (channel === source.channel('room') ? [route] : []) }));
  await host.open();
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const relay = async (size: number): Promise<void> => {
    const count = to.texts('room').length;
    const file: FileAttachment = { type: 'file', kind: 'file', name: 'big', size, open: async () => bytes(size) };
    const message: Omit<Message, 'user'> = { attachments: [file] };
    from.say('room', 'ann', message);
    while (to.texts('room').length === count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  // What is loaded and made ready for the first file is no growth.
  await relay(20 * MB);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const timer = setInterval(look, 5);
  await relay(200 * MB);
  clearInterval(timer);
  look();
  const stored = readdirSync(directory).map((name) => statSync(join(directory, name)).size);
  const text = to.texts('room').at(-1);
  await host.close();
  const sizes = { read: target.read, digest: target.digest.digest('hex'), stored: Math.max(0, ...stored) };
  console.log(JSON.stringify({ grownMb: (peak - before) / MB, ...sizes, text }));
}

const directory = mkdtempSync(join(tmpdir(), 'tieline-big-'));
try {
  await measure(process.argv[2] ?? 'put', directory);
} finally {
  rmSync(directory, { recursive: true });
}
