import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, it } from 'vitest';
import type { Capabilities } from '../../src/model/capabilities.ts';
import { planMessage } from '../../src/plan/index.ts';
import type { RichText } from '../../src/text/rich-text.ts';
import { contentCases } from './content-cases.ts';
import { expectFit, expectLossesTold } from './invariants.ts';

/** A plug as its test/example.ts sets it up, with the markup it renders to. */
interface Example {
  readonly name: string;
  readonly capabilities: Capabilities;
  render?(text: RichText): string;
}

const root = new URL('../../', import.meta.url);
const files = globSync('plugs/*/test/example.ts', { cwd: root }).sort();
const plugs = await Promise.all(
  files.map(async (file) => {
    const { example }: { example: Example } = await import(new URL(file, root).href);
    return [basename(dirname(dirname(file))), example] as const;
  }),
);

describe.each(plugs)('every kind of content on %s', (_name, plug) => {
  it.each(contentCases())('arrives, or is said not to: $name', ({ message, context }) => {
    const render = plug.render?.bind(plug);
    const plan = planMessage(message, plug.capabilities, { ...context, render });
    expectFit(plan, plug.capabilities, render);
    expectLossesTold(plan, message, plug.capabilities);
  });
});
