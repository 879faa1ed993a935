import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  directoryMediaStore,
  type FileAttachment,
  type Logger,
  type MediaLink,
  type MediaStore,
  type MessageInput,
  memoryStore,
} from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World as RealWorld, until } from '../../system/sync/world.ts';
import { bare, World } from './world.ts';

function file(
  content: string | (() => Promise<ReadableStream<Uint8Array>>),
  more: Partial<FileAttachment> = {},
): FileAttachment {
  const open = typeof content === 'string' ? () => Promise.resolve(new Blob([content]).stream()) : content;
  return { type: 'file', kind: 'image', name: 'cat.png', mime: 'image/png', open, ...more };
}

function withFile(attachment: FileAttachment): MessageInput {
  return { text: 'look', attachments: [attachment] };
}

describe('with a media store in a directory', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tieline-media-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function world(media: MediaStore): Promise<RealWorld> {
    const bridged = new RealWorld([{}, bare], { media });
    bridged.host.addHook(new SyncHook('bridge', { channels: { lobby: bridged.rooms() } }));
    await bridged.host.open();
    return bridged;
  }

  it('a file without an address gets one, under which it is served while the host is open', async () => {
    const bridged = await world(directoryMediaStore({ directory }));
    bridged.network(0).say('room', 'ann', withFile(file('meow')));
    await until(() => bridged.texts(1).length === 1);
    const [, url = ''] = /^<ann> look\ncat\.png \((http:\S+)\)$/.exec(bridged.texts(1)[0] ?? '') ?? [];
    const answer = await fetch(url);
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['image/png', 'meow']);
    await bridged.host.close();
    await expect(fetch(url)).rejects.toThrow();
  });

  it('an address that carries a secret is replaced by one that does not', async () => {
    const bridged = await world(directoryMediaStore({ directory }));
    const secret = 'https://api.telegram.org/file/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/cat.png';
    bridged.network(0).say('room', 'ann', withFile(file('meow', { url: secret })));
    const { open: _open, ...unreadable } = file('meow', { url: secret, size: 1200 });
    bridged.network(0).say('room', 'ann', withFile(unreadable));
    await until(() => bridged.texts(1).length === 2);
    expect(bridged.texts(1).join()).not.toMatch(/AAHdq|telegram/);
    expect(bridged.texts(1)[0]).toMatch(/cat\.png \(http:\/\/127\.0\.0\.1/);
    expect(bridged.texts(1)[1]).toBe('<ann> look\n[image: cat.png, 1.2 kB]');
    await bridged.host.close();
  });

  it('a file that is too large is named instead', async () => {
    const bridged = await world(directoryMediaStore({ directory, maxFileBytes: 10 }));
    bridged.network(0).say('room', 'ann', withFile(file('a whole lot of cats')));
    await until(() => bridged.texts(1).length === 1);
    expect(bridged.texts(1)).toEqual(['<ann> look\n[image: cat.png]']);
    expect(readdirSync(directory)).toEqual([]);
    await bridged.host.close();
  });
});

/** A media store that notes what it is asked for, and does what it is told. */
class NotedMedia implements MediaStore {
  readonly calls: string[] = [];
  put: MediaStore['put'] = (file) => {
    this.calls.push(`put ${file.name}`);
    return Promise.resolve(this.link(file));
  };

  link(file: FileAttachment, expires = new Date(Date.UTC(2030, 0, 1))): MediaLink {
    return { url: `https://media.example/${this.calls.length}/${file.name}`, expires };
  }

  async open(): Promise<void> {
    this.calls.push('open');
  }

  async sweep(): Promise<void> {
    this.calls.push('sweep');
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }
}

describe('a media store', () => {
  const warnings: string[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_fields, message) => void warnings.push(message),
    error: (_fields, message) => void warnings.push(message),
  };
  beforeEach(() => void warnings.splice(0));

  async function world(media: MediaStore, count = 2): Promise<World> {
    const capabilities = Array.from({ length: count }, (_, index) => (index === 0 ? {} : bare));
    const bridged = new World(capabilities, { media, logger });
    bridged.host.addHook(new SyncHook('bridge', { channels: { lobby: bridged.rooms() } }));
    await bridged.open();
    return bridged;
  }

  it('is opened, swept by the host’s clock, and closed', async () => {
    const media = new NotedMedia();
    const bridged = await world(media);
    await bridged.clock.advance(3_600_000);
    expect(media.calls).toEqual(['open', ...Array.from({ length: 6 }, () => 'sweep')]);
    await bridged.close();
    await bridged.clock.advance(3_600_000);
    expect(media.calls.slice(-2)).toEqual(['sweep', 'close']);
  });

  it('that does not open keeps the host from opening; and is closed where the store does not', async () => {
    const media = new NotedMedia();
    media.open = () => Promise.reject(new Error('the port is taken'));
    const store = memoryStore();
    const first = new World([{}], { media, store, logger });
    await expect(first.open()).rejects.toThrow('the port is taken');
    const broken = Object.assign(memoryStore(), { open: () => Promise.reject(new Error('no disk')) });
    const other = new NotedMedia();
    await expect(new World([{}], { media: other, store: broken, logger }).open()).rejects.toThrow('no disk');
    expect(other.calls).toEqual(['open', 'close']);
  });

  it('gets a file once for all networks that need it, and not for those that take it', async () => {
    const media = new NotedMedia();
    const bridged = await world(media, 4);
    await bridged.say(0, 'ann', withFile(file('meow')));
    expect(media.calls).toEqual(['open', 'put cat.png']);
    expect([1, 2, 3].map((index) => bridged.texts(index).length)).toEqual([1, 1, 1]);
    await bridged.say(1, 'bob', withFile(file('woof', { url: 'https://files.example/dog.png' })));
    expect(media.calls).toEqual(['open', 'put cat.png']);
    await bridged.close();
  });

  it('keeps nobody waiting for ever: the file is named, and the channel goes on', async () => {
    const media = new NotedMedia();
    const signals: AbortSignal[] = [];
    media.put = (_file, signal) => {
      if (signal) signals.push(signal);
      return new Promise(() => undefined);
    };
    const bridged = await world(media, 3);
    await bridged.say(0, 'ann', withFile(file('meow')));
    await bridged.say(0, 'ann', 'and on');
    expect(bridged.texts(1)).toEqual([]);
    await bridged.clock.advance(60_000);
    expect(bridged.texts(1)).toEqual(['<ann> look\n[image: cat.png]', '<ann> and on']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(warnings).toEqual(['a file could not be put into the media store']);
    await bridged.close();
  });

  it('that is at work does not hold up a close for longer than that may take', async () => {
    const media = new NotedMedia();
    let given: AbortSignal | undefined;
    media.put = (_file, signal) => {
      given = signal;
      return new Promise(() => undefined);
    };
    const bridged = await world(media);
    await bridged.say(0, 'ann', withFile(file('meow')));
    await bridged.clock.wait(bridged.host.close(), 15_000);
    expect(given?.aborted).toBe(true);
    expect(media.calls.at(-1)).toBe('close');
  });

  it('whose link has expired is asked again', async () => {
    const media = new NotedMedia();
    const bridged = await world(media);
    media.put = (one) => {
      media.calls.push('put');
      return Promise.resolve(media.link(one, new Date(bridged.clock.now() + 1000)));
    };
    const picture = file('meow');
    await bridged.say(0, 'ann', withFile(picture));
    await bridged.clock.advance(2000);
    await bridged.say(0, 'ann', withFile(picture));
    expect(media.calls.filter((call) => call === 'put')).toHaveLength(2);
    await bridged.close();
  });

  it('is not asked again for an edit of the words under a file', async () => {
    const media = new NotedMedia();
    const bridged = new World([{}, { ...bare, edit: true }], { media, logger });
    bridged.host.addHook(new SyncHook('bridge', { channels: { lobby: bridged.rooms() } }));
    await bridged.open();
    const id = await bridged.say(0, 'ann', withFile(file('meow')));
    bridged.network(0).edit('room', id, { text: 'look!', attachments: [file('meow')] });
    await bridged.clock.settle();
    expect(bridged.texts(1)).toEqual(['<ann> look!\ncat.png (https://media.example/2/cat.png)']);
    expect(media.calls).toEqual(['open', 'put cat.png']);
    await bridged.close();
  });

  it('tells in the receipt that the file is a link, or words', async () => {
    const media = new NotedMedia();
    const bridged = await world(media);
    const send = (one: FileAttachment) => bridged.clock.wait(bridged.channel(1).send(withFile(one)));
    expect((await send(file('meow'))).degraded).toEqual([{ what: 'attachment', how: 'link' }]);
    media.put = () => Promise.reject(new Error('full'));
    expect((await send(file('meow'))).degraded).toEqual([{ what: 'attachment', how: 'text' }]);
    await bridged.close();
  });
});
