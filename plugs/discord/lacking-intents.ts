import { ConfigError, type ConfigIssue } from '../../src/index.ts';
import { DiscordClient } from './client.ts';
import { type PrivilegedIntent, privileged, privilegedFor } from './intents.ts';
import type { DiscordSettings } from './settings.ts';

/** The fields of the configuration that ask for an intent. */
const fields: Readonly<Record<PrivilegedIntent, string>> = {
  MessageContent: 'token',
  GuildMembers: 'members',
  GuildPresences: 'presences',
};

/**
 * Names the privileged intents that the bot lacks. Close code 4014 does not say which: each is tried by itself, unless
 * there is but one.
 */
export async function lackingIntents(
  settings: DiscordSettings,
  refusal: ConfigError,
  signal: AbortSignal,
): Promise<ConfigError> {
  const wanted = privilegedFor(settings);
  const lacking: PrivilegedIntent[] = [];
  if (wanted.length === 1) lacking.push(...wanted);
  else for (const intent of wanted) if (await isRefused(settings, intent, signal)) lacking.push(intent);
  const issues = lacking.map(
    (intent): ConfigIssue => ({
      field: fields[intent],
      expected: `a bot with the ${privileged[intent]}`,
      got: 'a bot without it',
    }),
  );
  const names = lacking.map((intent) => privileged[intent]).join(' and the ');
  return new ConfigError(
    `Discord: the bot lacks the ${names}: switch it on in the Developer Portal, on the Bot page of the application`,
    { cause: refusal, issues },
  );
}

async function isRefused(settings: DiscordSettings, intent: PrivilegedIntent, signal: AbortSignal): Promise<boolean> {
  const ignore = (): void => undefined;
  const listener = {
    packet: ignore,
    reconnecting: ignore,
    resumed: ignore,
    restarted: ignore,
    lost: ignore,
    limited: ignore,
  };
  const client = new DiscordClient(settings, [intent], listener);
  try {
    await client.open(signal);
    await client.close();
    return false;
  } catch (error) {
    if (error instanceof ConfigError) return true;
    throw error;
  }
}
