import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { accepts } from './port.ts';

const startTimeoutMs = 30_000;
const pollMs = 20;
const keptLogBytes = 20_000;

/** How to run a server in the foreground. */
export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** The port of 127.0.0.1 that shows, by accepting, that the server is up. */
  readonly port: number;
  /** The server's own folder, where it runs; deleted when the test's process ends. */
  readonly folder: string;
  /** What ends it politely at once. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** What ends it without a goodbye, where it has children that SIGKILL would leave behind. Default SIGKILL. */
  readonly killSignal?: NodeJS.Signals;
}

/** A real server as a child of the test: started on loopback, ended by its pid, gone with the test's process. */
export class ServerProcess {
  readonly #command: ServerCommand;
  #child: ChildProcess | undefined;
  #log = '';

  constructor(command: ServerCommand) {
    this.#command = command;
    // A test that dies must not leave its servers behind.
    process.once('exit', () => {
      this.#child?.kill(command.killSignal ?? 'SIGKILL');
      rmSync(command.folder, { recursive: true, force: true });
    });
  }

  /** The port it listens on; the same after a restart. */
  get port(): number {
    return this.#command.port;
  }

  /** What the server printed, for the message of a failed test. */
  get log(): string {
    return this.#log;
  }

  /** Starts it and waits until it accepts connections. */
  async start(): Promise<void> {
    const { program, args, port, folder } = this.#command;
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const keep = (chunk: Buffer): void => {
      this.#log = (this.#log + chunk.toString()).slice(-keptLogBytes);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => keep(Buffer.from(String(error))));
    const giveUpAt = Date.now() + startTimeoutMs;
    while (!(await accepts(port))) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined || Date.now() > giveUpAt) {
        await this.kill();
        throw new Error(`${program} did not start:\n${this.#log}`);
      }
      await delay(pollMs);
    }
  }

  /** Ends it politely, as an administrator would. */
  async stop(): Promise<void> {
    await this.#end(this.#command.stopSignal ?? 'SIGTERM');
  }

  /** Ends it as a power cut would: no goodbye to anybody. */
  async kill(): Promise<void> {
    await this.#end(this.#command.killSignal ?? 'SIGKILL');
  }

  /** Kills it and starts it again on the same port. */
  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** Freezes it: connections stay open and nothing answers. `thaw` undoes it. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
