/** Where an event is in the journal; carried by the event itself, so that a hook which spreads it keeps it. */
export const journalled: unique symbol = Symbol('tieline.journalled');
/** The key that an echo brought back; carried by the event itself. */
export const echoKey: unique symbol = Symbol('tieline.key');

/** Of what was fetched ahead of what came live: where the last event that belongs before it may be in the journal. */
export const behind: unique symbol = Symbol('tieline.behind');

/** The hooks that have finished with an event that is handed out again; carried by the event itself. */
export const finishedBy: unique symbol = Symbol('tieline.finishedBy');
/** Whether an event is the echo of what we sent; carried by the event itself. */
export const echoed: unique symbol = Symbol('tieline.echoed');

/** What an event carries for the host. */
export interface Marked {
  [journalled]?: number;
  [echoKey]?: string;
  [behind]?: number;
  [finishedBy]?: ReadonlySet<string>;
  [echoed]?: true;
}
