import type { LineNetwork } from './line-network.ts';
import type { Said, Writer } from './writer.ts';

/** What is wrong with the copies of a writer's messages on a network where each is to be exactly once. */
export function faults(network: LineNetwork, writer: Writer): string[] {
  const wanted = writer.said.filter(({ deleted }) => !deleted);
  const copies = copiesOf(network, writer);
  const numbers = copies.map(({ number }) => number);
  const unwanted = copies.filter(({ number }) => !wanted.some((said) => said.number === number));
  return [
    ...wanted.flatMap((said) =>
      faultsOf(
        said,
        copies.filter(({ number }) => number === said.number),
      ),
    ),
    ...unwanted.map(({ shown }) => `${shown} is to be gone`),
    ...numbers.flatMap((number, index) => (index > 0 && number < numbers[index - 1]! ? [`${number} came late`] : [])),
  ].map((fault) => `${writer.name} on ${network.kind.name}: ${fault}`);
}

/** How many of a writer's newest messages have not come to a network. */
export function delayOf(network: LineNetwork, writer: Writer): number {
  const last = network.puts.findLast(({ text }) => text.startsWith(`${writer.name} `));
  return writer.said.length - (last === undefined ? 0 : numberOf(last));
}

/** The same where a message may be there twice: one copy has to be as it should be. */
export function losses(network: LineNetwork, writer: Writer): string[] {
  const shown = new Set(copiesOf(network, writer).map((copy) => copy.shown));
  const wanted = writer.said.filter(({ deleted }) => !deleted).map(shownAs);
  const numbers = [...new Set(network.puts.filter(({ text }) => text.startsWith(`${writer.name} `)).map(numberOf))];
  return [
    ...wanted.filter((one) => !shown.has(one)).map((one) => `${one} is missing`),
    ...numbers.flatMap((number, index) => (index > 0 && number < numbers[index - 1]! ? [`${number} came late`] : [])),
  ].map((fault) => `${writer.name} on ${network.kind.name}: ${fault}`);
}

interface Copy {
  readonly number: number;
  readonly shown: string;
}

function copiesOf(network: LineNetwork, writer: Writer): Copy[] {
  return [...network.messages.values()]
    .filter(({ text }) => text.startsWith(`${writer.name} `))
    .map(({ text, reactions }) => ({
      number: numberOf({ text }),
      shown: shownAs({ text, loved: reactions.size > 0 }),
    }));
}

function faultsOf(said: Said, copies: readonly Copy[]): string[] {
  if (copies.length !== 1) return [`${said.number} is there ${copies.length} times`];
  const { shown } = copies[0]!;
  return shown === shownAs(said) ? [] : [`${shown} should be ${shownAs(said)}`];
}

function shownAs({ text, loved }: Pick<Said, 'text' | 'loved'>): string {
  return loved ? `${text} ❤` : text;
}

function numberOf({ text }: { readonly text: string }): number {
  return Number(text.split(' ')[1]);
}
