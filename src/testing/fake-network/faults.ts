/** What goes wrong on a {@link FakeNetwork}, and how often: from 0 (never, the default) to 1 (always). */
export interface Faults {
  /** The longest that a request, an answer or an event is under way, in milliseconds. Default 0: no time at all. */
  readonly delayMs?: number;
  /** An event comes twice, with the same id. */
  readonly duplicate?: number;
  /** An event overtakes the one before it. */
  readonly reorder?: number;
  /** The echo of our own message overtakes everything that is under way. */
  readonly earlyEcho?: number;
  /** The echo of our own message comes seconds late, and everything overtakes it. */
  readonly lateEcho?: number;
  /** A message does not arrive, and the sender learns no more than that it may not have. */
  readonly loseRequest?: number;
  /** A message arrives, and the sender learns no more than that it may not have. */
  readonly loseResponse?: number;
  /** A message may or may not arrive, and there is no answer, ever. */
  readonly hang?: number;
  /** A message is refused: certainly not sent, and it may be tried again. */
  readonly refuse?: number;
  /** A message is refused because there were too many. */
  readonly rateLimit?: number;
  /** The connection breaks while a message is sent. */
  readonly disconnect?: number;
  /** A connection is refused. */
  readonly failStart?: number;
}
