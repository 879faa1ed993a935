import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Lines in and lines out, with a prompt between them where somebody sits in front of it. */
export class Screen {
  readonly #output: Writable;
  readonly #interactive: boolean;
  readonly #lines: Interface;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    this.#interactive = isTty(input) && isTty(output);
    this.#lines = createInterface({ input, ...(this.#interactive && { output }), terminal: this.#interactive });
    // Ctrl-C belongs to the program, as if nobody read the keys.
    this.#lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  }

  /** Every line until the input ends or `close()`. */
  lines(): AsyncIterable<string> {
    return this.#lines;
  }

  /** Shows what is to stand before the next line, where there is a prompt at all. */
  prompt(text: string): void {
    if (!this.#interactive) return;
    this.#lines.setPrompt(text);
    this.#lines.prompt(true);
  }

  /** Writes lines above the prompt; resolves once the output has them. */
  print(text: string): Promise<void> {
    if (this.#interactive) {
      clearLine(this.#output, 0);
      cursorTo(this.#output, 0);
    }
    return new Promise((resolve, reject) => {
      this.#output.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
      if (this.#interactive) this.#lines.prompt(true);
    });
  }

  close(): void {
    this.#lines.close();
  }
}

function isTty(stream: Readable | Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
