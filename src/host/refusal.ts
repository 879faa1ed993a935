import { NotConnectedError, type TielineError, UnsupportedError } from '../errors.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';

/** Why an action cannot be done, as far as that can be known before it has its turn. */
export function refuse(channel: Channel, action: Action, degrade: boolean): TielineError | undefined {
  const { plug } = channel;
  const { capabilities } = plug;
  if (plug.state === 'idle' || plug.state === 'stopping') {
    return new NotConnectedError(`${channel}: the plug is not running (${plug.state})`);
  }
  if (capabilities.send === false)
    return new UnsupportedError(`${channel}: nothing can be sent there`, { capability: 'send' });
  if (action.kind !== 'message' && !degrade && capabilities[action.kind] === undefined) {
    return new UnsupportedError(`${channel}: the network has no ${action.kind}`, { capability: action.kind });
  }
  return undefined;
}
