import type { IncomingHttpHeaders } from 'node:http';
import type { UploadedFile } from './body.ts';

/** A request as it came in, and how it was answered: what tests look at. */
export interface RecordedRequest {
  /** When it came, in Unix milliseconds. */
  readonly at: number;
  readonly method: string;
  /** The path under the API's version, without the query: `/channels/1/messages`. */
  readonly path: string;
  /** The path with its parameters named: `/channels/:channel/messages`; undefined when there is no such route. */
  readonly route: string | undefined;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** The JSON body, or a multipart one's `payload_json`. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** What was answered; undefined while it is under way, or when the connection was cut. */
  response: { readonly status: number; readonly body: unknown } | undefined;
}
