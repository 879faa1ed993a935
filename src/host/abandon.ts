import { NotConnectedError } from '../errors.ts';
import type { Plug } from '../plug/plug.ts';
import type { Machinery } from './machinery.ts';

/** Ends what has not been sent, of one plug or of all: whoever waits is told, and the store keeps what was posted. */
export function abandon({ logger, store, rows, dispatch, traffic }: Machinery, plug?: Plug): void {
  const what = plug === undefined ? 'the host was closed' : `plug ${plug.name} was removed`;
  const error = new NotConnectedError(`${what} before it could be sent`, { certain: false });
  // A store that lasts brings them back.
  const unsent = store.lasting ? 0 : rows.abandon(error.message, plug);
  dispatch.notices.close(error, plug);
  dispatch.backlog.close(error, plug);
  const unfinished = traffic.close(error, plug);
  if (unsent > 0)
    logger.warn(
      { messages: unsent },
      `${what} before all was sent; ${unsent} messages are lost: the store does not last`,
    );
  if (unfinished === 0) return;
  const fate = store.lasting ? 'are kept for the next start' : 'are lost: the store does not last';
  logger.warn({ events: unfinished }, `${what} before hooks had finished with all events; ${unfinished} ${fate}`);
}
