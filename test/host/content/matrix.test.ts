import type { ChatEvent, MessagePlan, OutboxChange } from 'tieline';
import {
  type FileAttachment,
  filesNeedingLinks,
  Host,
  type MediaStore,
  type Message,
  messageRef,
  planMessage,
  silentLogger,
} from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { FakeClock } from 'tieline/testing';
import { describe, expect, it } from 'vitest';
import { contentCases } from '../../plan/content-cases.ts';
import { expectFit, expectLossesTold } from '../../plan/invariants.ts';
import { type Example, examples, ModelPlug } from './model-plug.ts';

const cases = contentCases();
const plugs = await examples();
const pairs = plugs.flatMap((from) =>
  plugs.filter((to) => to !== from).map((to) => [from.name, to.name, from, to] as const),
);

function urlOf(file: FileAttachment): string {
  return `https://media.example/${file.name ?? file.kind}`;
}

const media: MediaStore = {
  open: async () => undefined,
  put: async (file) => ({ url: urlOf(file), expires: new Date(Date.UTC(2100, 0, 1)) }),
  sweep: async () => undefined,
  close: async () => undefined,
};

/** A bridge from a network like one to a network like another. */
class Bridge {
  readonly clock = new FakeClock();
  readonly host = new Host({ clock: this.clock, media, logger: silentLogger });
  readonly from: ModelPlug;
  readonly to: ModelPlug;
  readonly events: ChatEvent[] = [];
  readonly sent: OutboxChange[] = [];

  constructor(from: Example, to: Example) {
    this.from = this.host.addPlug(new ModelPlug('origin', from));
    this.to = this.host.addPlug(new ModelPlug('target', to));
    const lobby = [this.from.channel('room'), this.to.channel('room')];
    this.host.addHook(new SyncHook('bridge', { channels: { lobby } }));
    this.host.events.subscribe((event) => this.events.push(event));
    this.host.outbox.watch().subscribe((change) => {
      if (change.state === 'sent' || change.state === 'dead') this.sent.push(change);
    });
  }

  /** Says something on the one network; gives what came of it on the other, as a plan would have it. */
  async relay(
    message: Message,
  ): Promise<{ plan: MessagePlan; change: OutboxChange | undefined; event: ChatEvent | undefined }> {
    this.to.puts.length = 0;
    this.sent.length = 0;
    const id = this.from.hear(message);
    await this.clock.settle();
    const event = this.events.find((one) => one.type === 'message' && one.ref.id === id);
    const parts = this.to.puts.map((put) => put.message) as unknown as MessagePlan['parts'];
    const as = this.to.puts[0]?.as;
    const [change] = this.sent;
    return { plan: { parts, ...(as && { as }), degraded: change?.degraded ?? [] }, change, event };
  }
}

/** The message with what it answers said before, where the case says that the other network knows it. */
async function answering(bridge: Bridge, message: Message, known: boolean): Promise<Message> {
  if (!known || message.replyTo === undefined) return message;
  const id = bridge.from.hear(message.quoted ?? { text: message.text! });
  await bridge.clock.settle();
  return { ...message, replyTo: messageRef(bridge.from.channel('room').ref, id) };
}

describe.each(pairs)('from %s to %s', (_from, _to, from, to) => {
  it.each(cases)('$name', async ({ message: written, context }) => {
    const bridge = new Bridge(from, to);
    await bridge.clock.wait(bridge.host.open());
    const message = await answering(bridge, written, context.reply !== undefined);
    const { plan, change, event } = await bridge.relay(message);
    const { to: target } = bridge;

    // It was delivered, it fits, and whatever is not there was said to be lost.
    expect(change?.state).toBe('sent');
    expectFit(plan, target.capabilities, to.render);
    expectLossesTold(plan, message, target.capabilities);

    // What was said to be lost is what the planner says, and what explain() would have said before.
    const reply = bridge.host.plug('target')?.channel('room').ref;
    const copy = message.replyTo && target.config.network.messages('room')[0];
    const expected = planMessage((event as { source: Message }).source, target.capabilities, {
      render: to.render,
      prefix: '<{nick}> ',
      self: target.self,
      channel: target.channel('room').ref,
      reply: context.reply && reply && copy && messageRef(reply, copy.id),
      links: new Map(filesNeedingLinks(message, target.capabilities).map((file) => [file, urlOf(file)])),
    });
    expect(change?.degraded).toEqual(expected.degraded);
    expect(plan.parts.map(({ text }) => String(text))).toEqual(expected.parts.map(({ text }) => String(text)));
    const { targets } = await bridge.clock.wait(bridge.host.explain(event as ChatEvent));
    expect(targets.map(({ degraded }) => degraded)).toEqual([change?.degraded]);
    await bridge.clock.wait(bridge.host.close());
  });
});

it('covers at least forty cases between at least three plugs', () => {
  expect(cases.length).toBeGreaterThanOrEqual(40);
  expect(pairs.length).toBeGreaterThanOrEqual(6);
});
