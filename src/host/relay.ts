import { DroppedError } from '../errors.ts';
import type { Hook, Route } from '../hook/hook.ts';
import { type Awaitable, isThenable } from '../lifecycle/awaitable.ts';
import { messageRef, refKey } from '../model/refs.ts';
import { type Copy, type Family, foreignCopy } from '../order/ledger.ts';
import type { Action, PostOptions } from '../plug/delivery.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import type { Write } from '../store/records.ts';
import { changes } from './changes.ts';
import type { Core } from './core.ts';
import type { Dispatch } from './dispatch.ts';
import { type Errand, messages, notices, originals } from './errands.ts';
import { linkWrite, original } from './links.ts';
import { finishedBy, journalled, type Marked } from './marked.ts';
import { Outgoing } from './outgoing.ts';
import { Parked } from './parked.ts';

/** How many writes may be on their way to the store before events wait for theirs. */
const MAX_PENDING = 10_000;

interface Begun {
  readonly outgoing: Outgoing[];
  readonly changed: Outgoing[];
  readonly extra: Write[];
}
const NO_OPTIONS: PostOptions = Object.freeze({});

/** Carries events where the routes of hooks lead: each message to each channel once, whatever way it took. */
export class Relay {
  readonly #core: Core;
  readonly #dispatch: Dispatch;
  readonly #parked: Parked;
  readonly #occasions = new WeakMap<ChatEvent, Family<Channel>>();

  constructor(core: Core, dispatch: Dispatch) {
    this.#core = core;
    this.#dispatch = dispatch;
    const { clock, logger, committer } = core;
    this.#parked = new Parked({
      clock,
      warn: (message) => logger.warn({}, message),
      done: (sequence) => committer.add({ op: 'event-done', sequence }),
    });
  }

  /** Whether an event waits for another, and has to stay in the journal although every hook has seen it. */
  keeps(sequence: number): boolean {
    return this.#parked.keeps(sequence);
  }

  /** Posts an event to the channels of the routes that it has not been to. */
  carry(hook: Hook, event: ChatEvent, routes: readonly Route[]): unknown {
    if (routes.length === 0 || (event as Marked)[finishedBy]?.has(hook.name)) return undefined;
    const errands = this.#errands(hook, event, routes);
    const post = (list: readonly Errand[] | null): unknown => {
      if (list === null) return undefined;
      const safe = this.#post(hook, event, list);
      if (event.type === 'message' && event.primary) this.#parked.arrived(event.channel, event.ref.id);
      return safe;
    };
    return isThenable(errands) ? Promise.resolve(errands).then(post) : post(errands);
  }

  /** What is to be posted; null where it waits for the message that it is about. */
  #errands(hook: Hook, event: ChatEvent, routes: readonly Route[]): Awaitable<readonly Errand[] | null> {
    const { ledger, links } = this.#core;
    switch (event.type) {
      case 'message': {
        if (!event.primary) return [];
        // After a restart the store may know where it has been.
        const known = event.redelivered ? links.get(event.channel, event.ref.id) : undefined;
        const spread = (): Errand[] => messages(event, original(ledger, event.channel, event.ref.id), routes);
        return isThenable(known) ? Promise.resolve(known).then(spread) : spread();
      }
      case 'edit':
      case 'delete':
      case 'reaction': {
        const known = links.get(event.channel, event.ref.id);
        const change = (copy: Copy<Channel> | undefined): Errand[] | null => {
          if (copy !== undefined) return changes(event, copy, routes);
          const go = (): void => void this.carry(hook, event, routes);
          return this.#parked.park(event.channel, event.ref.id, (event as Marked)[journalled], go) ? null : [];
        };
        return isThenable(known) ? Promise.resolve(known).then(change) : change(known);
      }
      default:
        return notices(this.#occasion(event), routes);
    }
  }

  /** What happened, when it is no message, as the family of all that is said of it: so it is said nowhere twice. */
  #occasion(seen: ChatEvent): Family<Channel> {
    const event = happened(seen);
    let family = this.#occasions.get(event);
    if (family === undefined) {
      const place = { ...foreignCopy(event.channel, ''), ids: [] };
      const name = refKey(messageRef(event.channel.ref, this.#core.nextKey()));
      family = { name, copies: [place], version: 0, revision: undefined };
      place.family = family;
      this.#occasions.set(event, family);
    }
    return family;
  }

  #post(hook: Hook, event: ChatEvent, errands: readonly Errand[]): unknown {
    const { committer } = this.#core;
    const { outgoing, changed, extra } = this.#begin(errands);
    // A message that led to nothing would lead to nothing again: its links tell. Of other events memory alone tells.
    if (outgoing.length === 0 && extra.length === 0 && event.type === 'message') return undefined;
    const sequence = (event as Marked)[journalled];
    if (sequence !== undefined) extra.push({ op: 'event-done', sequence, hook: hook.name });
    if (outgoing.length === 0 && extra.length === 0) return undefined;
    const batch = outgoing.length === 0 ? committer.add(extra) : this.#dispatch.keep(outgoing, extra);
    // Else it could leave with what the store, and so the next process, knows nothing of.
    for (const one of changed) one.safe = batch;
    if (outgoing.length === 0) return undefined;
    for (const one of outgoing) this.#dispatch.launch(one);
    // The order of the commits keeps what depends on them in order, so the next event need not wait for this one's:
    // waiting would make as many commits as there are channels' events. Only a store that falls behind is waited for.
    return batch.done || committer.pending < MAX_PENDING ? undefined : batch.promise();
  }

  /** What is to be sent, what changes that has not left, and what is to be written down with it. */
  #begin(errands: readonly Errand[]): Begun {
    const { store, clock } = this.#core;
    const begun: Begun = { outgoing: [], changed: [], extra: [] };
    for (const errand of errands) {
      const { copy, target, action } = errand;
      const unsent = target && this.#change(target, action);
      if (unsent === undefined) begun.outgoing.push(this.#outgoing(errand));
      else {
        begun.changed.push(unsent.outgoing);
        begun.extra.push(unsent.write);
      }
      // What a message is meant to say goes with its version, or an older edit would be news to it after a restart.
      const link = copy ?? (unsent && target);
      if (link !== undefined && store.lasting) begun.extra.push(linkWrite(link, clock.now()));
    }
    if (store.lasting) for (const from of originals(errands)) begun.extra.push(linkWrite(from, clock.now()));
    return begun;
  }

  #outgoing({ route, action, copy, target }: Errand): Outgoing {
    const options = route.options ?? NO_OPTIONS;
    const key = options.key ?? this.#core.nextKey();
    const identity = { key, row: this.#core.nextSequence(), copy, about: target };
    const outgoing = new Outgoing(this.#dispatch, route.channel, action, options, identity);
    if (copy !== undefined) copy.job = outgoing;
    return outgoing;
  }

  /** A message that has not left is not sent and then changed: it leaves as it is meant now, or not at all. */
  #change(target: Copy<Channel>, action: Action): { readonly outgoing: Outgoing; readonly write: Write } | undefined {
    const outgoing = target.job;
    if (!(outgoing instanceof Outgoing) || target.ids.length > 0) return undefined;
    if (action.kind === 'edit' && outgoing.replace(action.message)) {
      target.shown = target.version;
      return { outgoing, write: this.#core.rows.replace(outgoing) };
    }
    if (action.kind !== 'delete' || !outgoing.untouched) return undefined;
    outgoing.cancel(new DroppedError(`${outgoing.channel}: the message was deleted before it was sent`));
    return { outgoing, write: this.#core.rows.forget(outgoing.row as number) };
  }
}

/** What a view of other networks shows happened in one of those. */
function happened(event: ChatEvent): ChatEvent {
  const { plug, raw } = event;
  const isShown = plug.capabilities.virtual === true && typeof raw === 'object' && raw !== null && 'plug' in raw;
  return isShown ? happened(raw as ChatEvent) : event;
}
