/** Takes what the host has to say. A pino instance fits as it is. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes warnings and errors to the console, and keeps quiet otherwise. */
export const consoleLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, message) => console.warn(line('warn', fields, message)),
  error: (fields, message) => console.error(line('error', fields, message)),
};

/** Writes nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function line(level: string, fields: object, message: string): string {
  const details = Object.entries(fields).map(([key, value]) => `${key}=${show(value)}`);
  return `tieline ${level}: ${message}${details.length > 0 ? ` (${details.join(' ')})` : ''}`;
}

function show(value: unknown): string {
  if (!(value instanceof Error)) return String(value);
  const cause = value.cause instanceof Error ? `, caused by ${value.cause.message}` : '';
  return `"${value.message}${cause}"`;
}
