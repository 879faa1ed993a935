import { defineHook } from '../../hook/hook.ts';
import { Host } from '../../host/host.ts';
import type { Logger } from '../../lifecycle/logger.ts';
import type { StateChange } from '../../lifecycle/state.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import type { Channel, ChatEvent, QueuedEvent } from '../../plug/plug.ts';
import { ScriptedPlug } from '../scripted-plug.ts';
import { settled, waitUntil } from '../wait-until.ts';
import type { HookContractOptions, HookFixture } from './options.ts';

const capable: Partial<Capabilities> = { edit: true, delete: true, reaction: true, impersonate: true };

/** One hook under test, in a host with two networks that do everything they are told. */
export class HookBench {
  readonly host: Host;
  readonly here: Channel;
  readonly there: Channel;
  readonly patienceMs: number;
  /** What the hook was told of as wrong with it. */
  readonly faults: string[] = [];
  /** What came out behind the hook. */
  readonly events: ChatEvent[] = [];
  readonly #plugs: readonly ScriptedPlug[];
  #fixture: HookFixture | undefined;
  #ids = 0;
  #markers = 0;

  constructor(patienceMs: number) {
    this.patienceMs = patienceMs;
    const limits = { openTimeoutMs: patienceMs, closeTimeoutMs: patienceMs, hookTimeoutMs: patienceMs };
    this.host = new Host({ logger: quiet, ...limits });
    this.#plugs = ['here', 'there'].map((name) => this.host.addPlug(new ScriptedPlug(name, { capabilities: capable })));
    for (const plug of this.#plugs) {
      plug.onCall = (call) => {
        if (call.method === 'put') void call.echo();
        call.succeed();
      };
    }
    const [here, there] = this.#plugs as [ScriptedPlug, ScriptedPlug];
    this.here = here.channel('room');
    this.there = there.channel('room');
  }

  get fixture(): HookFixture {
    return this.#fixture as HookFixture;
  }

  /** Makes the hook, and puts it into the host, behind one that lets nothing be changed. */
  async add(create: HookContractOptions['create']): Promise<void> {
    this.#fixture = await create({ here: this.here, there: this.there });
    const { hook, others = [] } = this.#fixture;
    // First in line: whoever changes what it hands on, instead of making a new one, throws.
    const beforeReceive = (event: ChatEvent): ChatEvent => {
      if (event.type === 'typing') this.#markers += 1;
      return frozen(event);
    };
    this.host.addHook(defineHook('freezer', { beforeReceive }), { priority: 1 });
    for (const other of others) this.host.addHook(other);
    this.host.addHook(hook);
    this.host.events.subscribe((event) => this.events.push(event));
    this.host.states.subscribe((change) => this.#note(change));
  }

  async open(): Promise<void> {
    await settled(this.host.open(), 'the host to open', this.patienceMs * 2);
  }

  async close(): Promise<void> {
    await settled(this.host.close(), 'the host to close', this.patienceMs * 4);
    await this.#fixture?.dispose?.();
  }

  /** Has something happen here, and waits until every hook is through with it and what came of it is sent. */
  async happen(event: { readonly type: QueuedEvent['type'] } & Record<string, unknown>): Promise<void> {
    const [here] = this.#plugs as [ScriptedPlug];
    void here.emit({ ...event, channel: this.here } as QueuedEvent);
    await this.#through(here, event.type);
    await waitUntil(() => !this.#busy(), 'what the hook posted to be sent', this.patienceMs * 3);
    // What it sent has come back by now, and stands before this.
    await this.#through(here, event.type);
  }

  /** Waits until every hook is through with all that has come: the next event of a channel begins when the one before is through. */
  async #through(here: ScriptedPlug, what: string): Promise<void> {
    const before = this.#markers;
    void here.emit({ type: 'typing', channel: this.here });
    await waitUntil(() => this.#markers > before, `the hook to be through with "${what}"`, this.patienceMs * 3);
  }

  /** An id that was never used. */
  id(): string {
    this.#ids += 1;
    return `id${this.#ids}`;
  }

  #busy(): boolean {
    return this.host.outbox.counts.pending + this.host.outbox.counts.sending > 0;
  }

  #note({ kind, name, cause }: StateChange): void {
    if (kind !== 'hook' || name !== this.fixture.hook.name || cause === undefined) return;
    const reason = cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
    this.faults.push(`${cause.message}${reason}`);
  }
}

const ignore = (): void => undefined;
const quiet: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The same event, of which nothing can be changed. */
function frozen(event: ChatEvent): ChatEvent {
  const copy = { ...event };
  for (const key of ['user', 'source', 'ref', 'attachments', 'card', 'extras', 'users'] as const) {
    const value = (copy as Record<string, unknown>)[key];
    if (typeof value === 'object' && value !== null) Object.freeze(value);
  }
  return Object.freeze(copy);
}
