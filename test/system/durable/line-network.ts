import type { FromAccount, FromNetwork, Line, LineEvent, LineKind, LineRequest, PickUp } from './lines.ts';

/** One message on a {@link LineNetwork}. */
export interface LineMessage {
  readonly id: string;
  readonly user: string;
  /** The key that the bridge sent it with. */
  readonly key: string | undefined;
  text: string;
  readonly reactions: Set<string>;
}

const BRIDGE = 'bridge';

/**
 * A chat network of one room, at the other end of a line from the bridge. What the bridge has not acknowledged it is told
 * again when it is back; what it asks for is done at once, and answered a little later.
 */
export class LineNetwork {
  readonly kind: LineKind;
  readonly messages = new Map<string, LineMessage>();
  /** Every message that the bridge sent, deleted ones too, in order. */
  readonly puts: { readonly key: string; readonly text: string; readonly id: string }[] = [];
  /** Called whenever the bridge asks for something. */
  onAsked: (() => void) | undefined;
  #ids = 0;
  #places = 0;
  readonly #unacknowledged = new Map<number, LineEvent>();
  readonly #soon: (callback: () => void) => void;
  #line: Line | undefined;

  /** `soon`: calls back within a few milliseconds. */
  constructor(
    kind: LineKind,
    soon: (callback: () => void) => void = (callback) => setTimeout(callback, Math.random() * 4),
  ) {
    this.kind = kind;
    this.#soon = soon;
  }

  /** Whether the bridge has acknowledged everything. */
  get quiet(): boolean {
    return this.#unacknowledged.size === 0;
  }

  say(user: string, text: string, key?: string): string {
    this.#ids += 1;
    const id = `${this.#ids}`;
    this.messages.set(id, { id, user, key, text, reactions: new Set() });
    const { echo } = this.kind;
    if (user !== BRIDGE) this.#tell({ type: 'message', id, user, text });
    else if (echo !== 'none') this.#tell({ type: 'message', id, user, text, ...(echo === 'key' && key && { key }) });
    return id;
  }

  edit(id: string, text: string, user: string): void {
    const message = this.messages.get(id);
    if (message === undefined) return;
    message.text = text;
    this.#tellOf(user, { type: 'edit', id, user, text });
  }

  remove(id: string, user: string): void {
    if (this.messages.delete(id)) this.#tellOf(user, { type: 'delete', id, user });
  }

  react(id: string, user: string, emoji: string, on: boolean): void {
    const reactions = this.messages.get(id)?.reactions;
    const name = `${user} ${emoji}`;
    if (reactions === undefined || reactions.has(name) === on) return;
    if (on) reactions.add(name);
    else reactions.delete(name);
    this.#tellOf(user, { type: 'reaction', id, user, emoji, removed: !on });
  }

  /** The bridge is on the line. */
  connect(pick: PickUp<FromAccount>): void {
    this.#line?.close();
    const line: Line = pick((message) => this.#take(line, message));
    this.#line = line;
    const missed = [...this.#unacknowledged];
    const send = (message: FromNetwork): void => line.send(message);
    // Who can be asked for the past is not waited for.
    if (this.kind.history) send({ welcome: true });
    for (const [place, event] of missed) send({ place, event });
    if (!this.kind.history) send({ welcome: true });
  }

  #take(line: Line, message: FromAccount): void {
    if ('acknowledge' in message) this.#unacknowledged.delete(message.acknowledge);
    if (!('ask' in message)) return;
    this.onAsked?.();
    const result = this.#do(message.request);
    // What comes later than the answer to another may be lost with the bridge.
    this.#soon(() => line.send({ answer: message.ask, result } satisfies FromNetwork));
  }

  #do(request: LineRequest): unknown {
    switch (request.call) {
      case 'put': {
        const { key, text } = request;
        const before = this.kind.takesKey && this.puts.find((put) => put.key === key);
        if (before) return before.id;
        const id = this.say(BRIDGE, text, key);
        this.puts.push({ key, text, id });
        return id;
      }
      case 'edit':
        return this.edit(request.id, request.text, BRIDGE);
      case 'delete':
        return request.ids.forEach((id) => void this.remove(id, BRIDGE));
      case 'react':
        return this.react(request.id, BRIDGE, request.emoji, request.on);
      case 'history': {
        const { after, limit } = request;
        const all = [...this.messages.values()].filter(({ id }) => after === undefined || Number(id) > Number(after));
        const wanted = after === undefined ? all.slice(-(limit ?? all.length)) : all.slice(0, limit);
        return wanted.map(({ id, user, text, key }) => ({
          id,
          user,
          text,
          ...(this.kind.echo === 'key' && key && { key }),
        }));
      }
    }
  }

  #tellOf(user: string, event: LineEvent): void {
    if (user !== BRIDGE || this.kind.echo !== 'none') this.#tell(event);
  }

  #tell(event: LineEvent): void {
    this.#places += 1;
    this.#unacknowledged.set(this.#places, event);
    this.#line?.send({ place: this.#places, event } satisfies FromNetwork);
  }
}
