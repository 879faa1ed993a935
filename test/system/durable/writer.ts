import type { LineNetwork } from './line-network.ts';

/** What a writer has said and what became of it since. */
export interface Said {
  readonly number: number;
  readonly id: string;
  text: string;
  deleted: boolean;
  loved: boolean;
}

/** Somebody who says numbered things on a network, and changes, deletes and loves some of them. */
export class Writer {
  readonly name: string;
  readonly network: LineNetwork;
  readonly said: Said[] = [];
  readonly #random: () => number;

  constructor(name: string, network: LineNetwork, random: () => number) {
    this.name = name;
    this.network = network;
    this.#random = random;
  }

  /** Does one thing. */
  act(): void {
    const chance = this.#random();
    const one = this.said[this.said.length - 1 - Math.floor(this.#random() * 8)];
    if (one === undefined || one.deleted || chance < 0.6) this.#say();
    else if (chance < 0.75) this.#edit(one);
    else if (chance < 0.85) this.#delete(one);
    else this.#love(one);
  }

  #say(): void {
    const number = this.said.length + 1;
    const text = `${this.name} ${number}`;
    this.said.push({ number, id: this.network.say(this.name, text), text, deleted: false, loved: false });
  }

  #edit(one: Said): void {
    one.text = `${this.name} ${one.number} again ${Math.floor(this.#random() * 1e6)}`;
    this.network.edit(one.id, one.text, this.name);
  }

  #delete(one: Said): void {
    one.deleted = true;
    this.network.remove(one.id, this.name);
  }

  #love(one: Said): void {
    one.loved = !one.loved;
    this.network.react(one.id, this.name, '❤', one.loved);
  }
}
