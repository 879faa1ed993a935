import { styleText } from 'node:util';
import type { Mark, Message, RichText, Segment, User } from '../../src/index.ts';

type Style = Parameters<typeof styleText>[0];

/** What a terminal with colours can show. */
export const styledMarks = ['bold', 'italic', 'underline', 'strike', 'code', 'pre'] as const satisfies readonly Mark[];

const nickColors = [
  'cyan',
  'green',
  'yellow',
  'magenta',
  'blue',
  'cyanBright',
  'greenBright',
  'magentaBright',
] as const;

/** Writes a message as lines of text. */
export class Format {
  readonly #color: boolean;

  constructor(color: boolean) {
    this.#color = color;
  }

  /** Who said what; `room` is named where it is given. Lines after the first are indented: none can pass for a new message. */
  message({ text, action = false }: Message, author: User | undefined, room: string | undefined): string {
    const said = (text === undefined ? '' : this.text(text)).replace(/\n/g, '\n  ');
    return `${room === undefined ? '' : `${this.faint(`[${room}]`)} `}${this.#author(author, action)}${said}`;
  }

  text(text: RichText): string {
    return this.#color ? text.segments.map(styled).join('') : String(text);
  }

  /** What asks for the next line. */
  prompt(nick: string, room: string): string {
    return `${this.#nick(nick)}${this.faint(`@${room}`)}> `;
  }

  /** What is not said by anybody. */
  faint(text: string): string {
    return this.#color ? style('dim', text) : text;
  }

  #author(author: User | undefined, action: boolean): string {
    const name = author?.nick ?? author?.id;
    if (name === undefined) return action ? '* ' : '';
    return action ? `* ${this.#nick(name)} ` : `<${this.#nick(name)}> `;
  }

  #nick(nick: string): string {
    if (!this.#color) return nick;
    // The same nick has the same colour each time.
    const sum = Array.from(nick).reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
    return style(nickColors[sum % nickColors.length] ?? 'cyan', nick);
  }
}

function styled(segment: Segment): string {
  const { text, bold, italic, underline, strike, code, pre } = segment;
  const styles = [
    bold && 'bold',
    italic && 'italic',
    underline && 'underline',
    strike && 'strikethrough',
    (code || pre) && 'cyan',
  ].filter((one) => typeof one === 'string');
  return styles.length === 0 ? text : style(styles as Style, text);
}

/** Whether the output has colours was asked already. */
function style(format: Style, text: string): string {
  return styleText(format, text, { validateStream: false });
}
