import type { Landing } from '../order/job.ts';
import type { Channel } from '../plug/plug.ts';
import type { Operation, Operations } from './operation.ts';
import { type Caller, CallOptions, call } from './put-call.ts';

/** What makes the calls of one attempt. */
export interface Flier extends Caller {
  readonly channel: Channel;
  readonly key: string;
  readonly pings: boolean;
  readonly operations: Operations;
  /** Whether a part was sent already. */
  has(index: number): boolean;
  /** A call of that attempt has answered. @throws PlugError where the answer is none */
  arrived(index: number, attempt: number, operation: Operation, result: unknown): void;
  /** Whether an attempt was given up. */
  ended(attempt: number): boolean;
  /** One of several parts was sent. */
  partSent(): void;
}

/** Makes the calls, with `together` all at once, else one after another; tells `landing` how it went. */
export function fly(flier: Flier, together: boolean, landing: Landing): void {
  const { length } = flier.operations.list;
  if (length === 1) return flyAlone(flier, landing);
  const calls = together ? flyTogether(flier, length) : flyInTurn(flier, length);
  calls.then(
    () => landing.landed(),
    (error: unknown) => landing.failed(error),
  );
}

/** Nearly all messages have one part: it needs no promise but the plug's own. */
function flyAlone(flier: Flier, landing: Landing): void {
  const attempt = flier.attempts;
  const operation = flier.operations.list[0] as Operation;
  begin(flier, operation, 0).then(
    (result) => {
      try {
        flier.arrived(0, attempt, operation, result);
      } catch (error) {
        return landing.failed(error);
      }
      landing.landed();
    },
    (error: unknown) => landing.failed(error),
  );
}

async function flyInTurn(flier: Flier, count: number): Promise<void> {
  const attempt = flier.attempts;
  for (let index = 0; index < count; index += 1) {
    if (flier.has(index)) continue;
    await part(flier, index);
    // It was given up meanwhile: the rest is another attempt's business.
    if (flier.ended(attempt)) return;
    if (index < count - 1) flier.partSent();
  }
}

async function flyTogether(flier: Flier, count: number): Promise<void> {
  const calls: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) if (!flier.has(index)) calls.push(part(flier, index));
  const failure = (await Promise.allSettled(calls)).find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

function part(flier: Flier, index: number): Promise<void> {
  const attempt = flier.attempts;
  const operation = flier.operations.list[index] as Operation;
  return begin(flier, operation, index).then((result) => flier.arrived(index, attempt, operation, result));
}

function begin(flier: Flier, operation: Operation, index: number): Promise<unknown> {
  const { list, as } = flier.operations;
  const options = new CallOptions(flier, flier.key, flier.pings, as, index, list.length);
  try {
    return Promise.resolve(call(flier.channel, operation, options));
  } catch (error) {
    return Promise.reject(error);
  }
}
