import type { IncomingMessage } from 'node:http';
import type { World } from '../state/world.ts';
import { ApiError } from './api-error.ts';
import type { RequestBody } from './body.ts';
import type { Faults } from './faults.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RecordedRequest } from './recording.ts';
import { type ApiResponse, findRoute, type Match, majorOf, type Route } from './router.ts';

/** What the API works with. */
export interface ApiParts {
  readonly world: World;
  readonly routes: readonly Route[];
  readonly rateLimits: RateLimits;
  readonly faults: Faults;
  readonly token: string;
  readonly messageContent: boolean;
  readonly guildMembers: boolean;
}

/** An answer to send; `undefined` instead of one means that the connection is to be cut. */
export interface Answer extends ApiResponse {
  readonly headers: Readonly<Record<string, string>>;
}

/** The route of a request, or the refusal that there is none. */
export function route(parts: ApiParts, method: string, path: string): Match | ApiError {
  try {
    return findRoute(parts.routes, method, path);
  } catch (error) {
    return error as ApiError;
  }
}

/** Answers a request: faults, then who asks, then how often, then what. */
export async function answer(
  parts: ApiParts,
  request: IncomingMessage,
  recorded: RecordedRequest,
  match: Match | ApiError,
  body: RequestBody | ApiError,
): Promise<Answer | undefined> {
  const before = parts.faults.take(recorded, 'before');
  if (before?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, before.delayMs));
  if (before?.reset) return undefined;
  if (before?.status !== undefined) return faulty(before.status, before.body, before.headers);
  const given = handle(parts, request, match, body);
  const after = parts.faults.take(recorded, 'after');
  if (after?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, after.delayMs));
  if (after?.reset) return undefined;
  if (after?.status !== undefined) return faulty(after.status, after.body, after.headers);
  return given;
}

function handle(
  parts: ApiParts,
  request: IncomingMessage,
  match: Match | ApiError,
  body: RequestBody | ApiError,
): Answer {
  let headers: Readonly<Record<string, string>> = {};
  try {
    // Reference › User Agent: clients that do not name themselves are blocked before they reach the API.
    if (!request.headers['user-agent']) throw new ApiError(40333);
    if (match instanceof ApiError) throw match;
    if (!match.route.open && request.headers.authorization !== `Bot ${parts.token}`) throw ApiError.ofStatus(401);
    const verdict = parts.rateLimits.count(match.route.method, match.route.path, majorOf(match));
    headers = verdict.headers;
    if (verdict.refused) return { status: 429, body: verdict.refused, headers };
    if (body instanceof ApiError) throw body;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const response = match.route.handle({
      world: parts.world,
      param: (name) => match.params[name] ?? '',
      query: url.searchParams,
      json: body.json,
      files: body.files,
      messageContent: parts.messageContent,
      guildMembers: parts.guildMembers,
    });
    return { ...response, headers };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body(), headers };
    throw error;
  }
}

function faulty(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return { status, body: body ?? ApiError.ofStatus(status).body(), headers: headers ?? {} };
}
