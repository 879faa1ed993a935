import { type Copy, copyIn, ownCopy } from '../order/ledger.ts';
import type { Action, PostOptions } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';
import type { OutboxRow } from '../store/records.ts';
import { type FindChannel, fromRecord, toMessage } from './codec.ts';
import type { Core } from './core.ts';
import type { Dispatch } from './dispatch.ts';
import { InTurn } from './in-turn.ts';
import { Outgoing } from './outgoing.ts';

/** How many records are read at a time. */
const PAGE = 500;
/** How much of the past is known at once after a restart. */
const REMEMBERED = 20_000;
/** How many of the newest places in the order of the host are looked through for sends whose echoes may still come. */
const NEWEST = 5000;

/** Takes up what an earlier process left unfinished: the rows of the outbox first, then the events. */
export async function recover(core: Core, dispatch: Dispatch, find: FindChannel, lastSequence: number): Promise<void> {
  const { store, links, intake } = core;
  links.load(await store.links(REMEMBERED));
  for (const { channel, identity } of (await store.identities(REMEMBERED)).toReversed()) {
    const known = find(channel);
    if (known !== undefined) intake.remember(known, identity);
  }
  for (const row of await store.rows({ state: 'sent', after: lastSequence - NEWEST, limit: NEWEST })) {
    const channel = find(row.channel);
    if (channel !== undefined) await rememberSent(core, dispatch, channel, row);
  }
  await takeUp(core, dispatch, find);
}

/** What was sent may have been sent twice: a copy that shows up only now is recognised by its key or its content. */
async function rememberSent(core: Core, dispatch: Dispatch, channel: Channel, row: OutboxRow): Promise<void> {
  const [first] = row.refs;
  const copy = first && core.ledger.get(channel, first.id);
  if (copy === undefined) return;
  core.ownSends.restore(copy, row.key, row.refs.length);
  // Only what was uncertain once has a reason.
  if (row.reason === undefined || row.attempts === 0) return;
  const outgoing = toOutgoing(core, dispatch, channel, row);
  outgoing.wasSent(row.attempts);
  core.unsettled.add(outgoing);
  await outgoing.foresee();
}

/** Takes up the rows and events of the channels that can be found; the backlog is held, and goes on then. */
export async function takeUp(core: Core, dispatch: Dispatch, find: FindChannel): Promise<void> {
  const { store, intake } = core;
  try {
    for (const ref of await store.busyChannels()) {
      const channel = find(ref);
      if (channel !== undefined) await dispatch.backlog.begin(channel);
    }
  } finally {
    dispatch.backlog.release();
  }
  const inTurn = new InTurn(({ record, channel }) =>
    intake.again(fromRecord(record, channel), record.sequence, record.doneBy),
  );
  await eachPage(
    (after) => store.events({ done: false, after, limit: PAGE }),
    (event) => event.sequence,
    (record) => {
      const channel = find(record.channel);
      if (channel !== undefined) inTurn.add({ record, channel });
    },
  );
  inTurn.end();
}

/** Brings a stored row back into its lane; ready when its echo could be recognised. */
export async function resumeRow(core: Core, dispatch: Dispatch, channel: Channel, row: OutboxRow): Promise<void> {
  const outgoing = toOutgoing(core, dispatch, channel, row);
  core.rows.resume(row, outgoing);
  // It was on its way when the process ended: nobody knows whether it arrived.
  if (row.state === 'sending') core.rows.change(row.id, 'uncertain', 'the process ended while it was being sent');
  const uncertain = row.state !== 'pending';
  if (uncertain && outgoing.options.policy === 'at-most-once') outgoing.over = true;
  else core.traffic.lane(channel).outbound.push(outgoing);
  if (!uncertain) return;
  // Any of its attempts may have arrived, and the one during which a process ended was never counted.
  outgoing.lost = row.attempts + 1;
  core.unsettled.add(outgoing);
  await outgoing.foresee();
}

/** Loads what is known of the messages that stored rows are copies of. */
export async function readyRows({ links }: Core, rows: readonly OutboxRow[]): Promise<void> {
  await links.ready(rows.flatMap(({ family }) => family ?? []));
}

/** Sends a row again that somebody thinks worth another try: it has as long as if it were new. */
export async function retryRow(core: Core, dispatch: Dispatch, channel: Channel, row: OutboxRow): Promise<void> {
  await readyRows(core, [row]);
  const now = core.clock.now();
  const again: OutboxRow = { ...row, state: 'pending', at: now, changedAt: now };
  const outgoing = toOutgoing(core, dispatch, channel, again);
  core.rows.resume(row, outgoing);
  const batch = core.rows.change(row.id, 'pending', undefined, [{ op: 'row', row: again }]);
  if (row.state === 'uncertain') {
    outgoing.lost = row.attempts + 1;
    core.unsettled.add(outgoing);
    await outgoing.foresee();
  }
  core.traffic.lane(channel).outbound.push(outgoing);
  await batch?.promise();
}

function toOutgoing(core: Core, dispatch: Dispatch, channel: Channel, row: OutboxRow): Outgoing {
  const action = toAction(row.action);
  const first = row.refs[0];
  const known = first === undefined ? undefined : core.ledger.get(channel, first.id);
  const family = row.family === undefined ? undefined : core.links.family(row.family);
  const about = family && copyIn(family, channel);
  if (action.kind === 'edit' && about !== undefined) expectEdit(about, action.version ?? 0);
  const copy = known ?? about ?? ownCopy(channel, 'message' in action ? action.message : undefined);
  // What was sent may have been edited since.
  if (action.kind === 'message' && row.state !== 'sent') copy.message = action.message;
  const outgoing = new Outgoing(dispatch, channel, action, row.options as PostOptions, {
    key: row.key,
    row: row.id,
    at: row.at,
    ...(action.kind === 'message' ? { copy } : about && { about }),
  });
  outgoing.attempts = row.attempts;
  // What has certainly not left may still be changed, or cancelled.
  if (row.state === 'pending' && action.kind === 'message') copy.job = outgoing;
  outgoing.resume(row.refs.map(({ id }) => id));
  return outgoing;
}

/** An edit is on its way: what is edited later is newer, and what is edited already is not sent again behind it. */
function expectEdit(copy: Copy<Channel>, version: number): void {
  copy.version = Math.max(copy.version, version);
  if (copy.family !== undefined) copy.family.version = Math.max(copy.family.version, version);
}

function toAction(json: unknown): Action {
  const action = json as Action;
  return 'message' in action ? { ...action, message: toMessage(action.message) } : action;
}

async function eachPage<T>(
  read: (after: number) => Promise<readonly T[]>,
  place: (record: T) => number,
  take: (record: T) => void,
): Promise<void> {
  let after = 0;
  for (;;) {
    const page = await read(after);
    for (const record of page) take(record);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = place(last);
  }
}
