import { StoreError } from '../../src/index.ts';

/** An error on its way between threads, which would lose all but the message of an Error. */
export interface Fault {
  readonly message: string;
  readonly retryable: boolean;
  readonly certain: boolean;
}

/** Makes what can be sent of an error. */
export function toFault(error: unknown): Fault {
  if (error instanceof StoreError)
    return { message: error.message, retryable: error.retryable, certain: error.certain };
  return { message: `sqlite: ${error instanceof Error ? error.message : error}`, retryable: false, certain: true };
}

/** The error that was sent. */
export function fromFault({ message, retryable, certain }: Fault): StoreError {
  return new StoreError(message, { retryable, certain });
}
