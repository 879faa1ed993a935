import type { APIGuild } from 'discord-api-types/v10';
import { channelPermissions } from '../state/permissions.ts';
import type { GuildRecord } from '../state/records.ts';
import type { View, World } from '../state/world.ts';
import { presentChannel } from './channel.ts';
import { presentMember } from './user.ts';

/** A guild as Get Guild answers it (Guild Resource › Guild Structure). */
export function presentGuild(guild: GuildRecord): APIGuild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()],
    emojis: [...guild.emojis.values()],
    stickers: [...guild.stickers.values()],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    public_updates_channel_id: null,
    nsfw_level: 0,
    hub_type: null,
    safety_alerts_channel_id: null,
    incidents_data: null,
  } as unknown as APIGuild;
}

/**
 * A guild as Guild Create tells of it. Without the presences intent the members are the bot alone (Gateway Events ›
 * Guild Create, the warning); threads are the active ones that the bot may see.
 */
export function presentGuildCreate(world: World, guild: GuildRecord, view: View): Record<string, unknown> {
  const members = [...guild.members.values()].filter((member) => view.allMembers || member.user.id === world.bot.id);
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  const seen = (thread: (typeof channels)[number]): boolean =>
    thread.thread?.archived === false && channelPermissions(world, thread, world.bot.id) !== 0n;
  return {
    ...presentGuild(guild),
    joined_at: guild.joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: members.map(presentMember),
    channels: channels.filter((channel) => channel.thread === null).map((channel) => presentChannel(world, channel)),
    threads: channels.filter(seen).map((channel) => presentChannel(world, channel)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
