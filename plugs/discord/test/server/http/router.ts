import type { World } from '../state/world.ts';
import { ApiError } from './api-error.ts';
import type { UploadedFile } from './body.ts';

/** A request that found its route. */
export interface ApiRequest {
  readonly world: World;
  /** The part of the path that stands at `:name`. */
  param(name: string): string;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
  /** Whether the application may read what others wrote, over HTTP (Gateway › HTTP Restrictions). */
  readonly messageContent: boolean;
  /** Whether the application may list members. */
  readonly guildMembers: boolean;
}

/** What is answered. */
export interface ApiResponse {
  readonly status: number;
  readonly body?: unknown;
}

/** One route of the API: a method, a path, and what it does. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** Whether the path carries a webhook's token, which stands for the bot's. */
  readonly open?: boolean;
  readonly handle: (request: ApiRequest) => ApiResponse;
}

/** A route with the values of its parameters. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const plain = new Set(['emoji', 'token', 'code']);

/** Finds the route of a path; a fixed part goes before a parameter.
 * @throws ApiError 404 when there is no such path, 405 when it takes other methods, 50035 for an id that is none */
export function findRoute(routes: readonly Route[], method: string, path: string): Match {
  const parts = path.split('/');
  const fitting = routes
    .map((route) => ({ route, params: matchParts(route.path.split('/'), parts) }))
    .filter((match): match is Match => match.params !== undefined)
    .toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  const fewest = Object.keys(fitting[0]?.params ?? {}).length;
  const found = fitting.find(({ route }) => route.method === method);
  if (fitting.length === 0) throw ApiError.ofStatus(404);
  if (found === undefined) throw ApiError.ofStatus(405);
  if (Object.keys(found.params).length > fewest) throw ApiError.ofStatus(405);
  for (const [name, value] of Object.entries(found.params)) {
    if (plain.has(name) || /^\d{1,20}$/.test(value)) continue;
    throw new ApiError(50035, 400, 'Invalid Form Body', {
      [`${name}_id`]: { _errors: [{ code: 'NUMBER_TYPE_COERCE', message: `Value "${value}" is not snowflake.` }] },
    });
  }
  return found;
}

/** The channel, guild or webhook by which limits are counted (Topics › Rate Limits, top-level resources). */
export function majorOf({ params }: Match): string {
  if (params['webhook'] !== undefined) return `${params['webhook']}/${params['token'] ?? ''}`;
  return params['channel'] ?? params['guild'] ?? '';
}

function matchParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, piece] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (piece.startsWith(':')) params[piece.slice(1)] = decode(part);
    else if (piece !== part) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
