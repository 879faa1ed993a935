/** The thread that the database is in. */
import { parentPort } from 'node:worker_threads';
import { StoreError } from '../../src/index.ts';
import { Applier, type Opened, type Place } from './applier.ts';
import { toFault } from './fault.ts';
import type { Answer, Order, Question } from './thread.ts';

let applier: Applier | undefined;
/** Ends when everything that was asked is answered: in the order in which it was asked. */
let tail: Promise<void> = Promise.resolve();

function tell(answer: Answer): void {
  parentPort?.postMessage(answer);
}

async function open(place: Place): Promise<Opened> {
  const opening = new Applier(place, (progress) => {
    if ('warning' in progress) tell(progress);
    else tell({ progress: 'fault' in progress ? { fault: toFault(progress.fault) } : progress });
  });
  const opened = await opening.open();
  applier = opening;
  return opened;
}

async function close(): Promise<void> {
  const closing = applier;
  applier = undefined;
  await closing?.close();
}

async function answer(question: Question): Promise<unknown> {
  if ('open' in question) return open(question.open);
  if ('close' in question) return close();
  if (applier === undefined) throw new StoreError('sqlite: the database is not open');
  await applier.settle();
  return (applier.store[question.ask] as (...args: readonly unknown[]) => Promise<unknown>)(...question.args);
}

parentPort?.on('message', (order: Order) => {
  if ('add' in order) {
    applier?.add(order.add);
    return;
  }
  tail = tail
    .then(() => answer(order))
    .then(
      (value) => tell({ value }),
      (error: unknown) => tell({ fault: toFault(error) }),
    );
});
