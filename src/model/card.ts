import type { RichText } from '../text/rich-text.ts';

/** One name and value on a card. */
export interface CardField {
  readonly name: string;
  readonly value: string;
  /** Whether it may share a row with its neighbours. */
  readonly inline?: boolean;
}

/** A framed piece of content: a link preview, an alert, a bot's answer. */
export interface Card {
  readonly title?: string;
  readonly body?: RichText;
  /** One line that stands for the whole card where there is room for no more. */
  readonly summary?: string;
  /** Where the title leads. */
  readonly link?: string;
  /** The address of a large picture. */
  readonly image?: string;
  /** The address of a small picture. */
  readonly thumbnail?: string;
  /** A CSS colour name, `#rrggbb`, or a number 0xRRGGBB. */
  readonly color?: string | number;
  readonly fields?: readonly CardField[];
  readonly footer?: string;
  readonly author?: string;
}
