import * as v from 'valibot';
import { allMarks } from '../text/segment.ts';

const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const flag = v.optional(v.boolean());
const aged = v.optional(v.union([v.boolean(), v.looseObject({ maxAgeMs: positive })]));

/** What the values of `Capabilities` must be, whatever methods stand behind them. */
export const capabilitySchema = v.looseObject({
  receive: flag,
  send: flag,
  text: v.looseObject({
    unit: v.picklist(['byte', 'utf16', 'codepoint']),
    marks: v.array(v.picklist(allMarks)),
    maxLength: count,
    maxLines: count,
    maxParts: count,
  }),
  attachments: v.optional(
    v.looseObject({
      types: v.optional(v.array(v.picklist(['file', 'location', 'poll']))),
      maxBytes: count,
      maxCount: count,
      withText: v.boolean(),
    }),
  ),
  reply: flag,
  thread: flag,
  card: flag,
  impersonate: flag,
  virtual: flag,
  echo: v.picklist(['network', 'none']),
  idempotency: v.picklist(['key', 'echo', 'none']),
  pipeline: count,
  lock: v.optional(v.picklist(['channel', 'plug'])),
  rate: v.optional(
    v.looseObject({
      count: positive,
      perMs: positive,
      burst: v.optional(positive),
      scope: v.picklist(['plug', 'channel']),
    }),
  ),
  edit: aged,
  delete: aged,
  reaction: flag,
  typing: flag,
  title: flag,
  topic: flag,
  presence: flag,
  members: flag,
  history: flag,
  rooms: v.optional(v.record(v.string(), v.optional(v.boolean()))),
});
