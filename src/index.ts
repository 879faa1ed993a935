/**
 * tieline ties chat networks together: plugs turn each network into channels and messages, a host takes them from the plugs'
 * queues and routes them through hooks, and a lock around sending keeps the order right.
 *
 * @module
 */

// ── Everyday: composing a bridge ──────────────────────────────────────────────────────────────────────────────────────

export { defineHook, type HookMethods } from './hook/hook.ts';
export type { Plan, PlannedTarget } from './host/explain.ts';
export { Host } from './host/host.ts';
export type { HookOptions, HostOptions, PlugOptions } from './host/host-options.ts';
export type { Operation } from './host/operation.ts';
export type { Outbox } from './host/outbox.ts';
export type { ReplayQuery } from './host/replay.ts';
export type { OutboxChange } from './host/rows.ts';
export { consoleLogger, type Logger, silentLogger } from './lifecycle/logger.ts';
export type { HookState, PlugState, StateChange } from './lifecycle/state.ts';
export { type DirectoryMediaOptions, directoryMediaStore } from './media/index.ts';
export type { FileAttachment, FileKind, LocationAttachment, PollAttachment } from './model/attachment.ts';
export type { Card, CardField } from './model/card.ts';
export type { Attachment, ForwardAttachment, Message, MessageInput } from './model/message.ts';
export type { Degradation, Receipt } from './model/receipt.ts';
export {
  type ChannelRef,
  channelRef,
  type MessageRef,
  messageRef,
  type Ref,
  refKey,
  sameRef,
  type UserRef,
  userRef,
} from './model/refs.ts';
export { displayName, type Member, type User } from './model/user.ts';
export type { DegradeOptions, Posted, PostOptions, SendOptions, UncertainPolicy } from './plug/delivery.ts';
export type { HistoryQuery, JoinOptions } from './plug/facets.ts';
export { Group, type GroupRules } from './plug/group.ts';
export { Channel, type ChatEvent, type EditEvent, type MessageEvent, type ThreadOptions } from './plug/plug.ts';
export { type MemoryStore, type MemoryStoreOptions, memoryStore } from './store/memory.ts';
export { RichText, type RichTextInput } from './text/rich-text.ts';
export type { Mark, Segment } from './text/segment.ts';
export { split } from './text/split.ts';

// ── For the authors of plugs and hooks ────────────────────────────────────────────────────────────────────────────────

export { validateConfig } from './config/validate.ts';
export {
  AuthError,
  BadReferenceError,
  ChannelNotFoundError,
  ConfigError,
  type ConfigIssue,
  DroppedError,
  type ErrorCode,
  type ErrorOptions,
  errorCodes,
  ForbiddenError,
  HookError,
  NotConnectedError,
  NotJoinedError,
  PlugError,
  RateLimitedError,
  StoreError,
  TielineError,
  TooLongError,
  UnsupportedError,
  UserNotFoundError,
  UserNotUniqueError,
} from './errors.ts';
export { type Delivery, Hook, type HookContext, type Route } from './hook/hook.ts';
export type { Awaitable } from './lifecycle/awaitable.ts';
export type {
  Capabilities,
  RateCapability,
  RoomsCapability,
  TextCapability,
  TextUnit,
} from './model/capabilities.ts';
export type { PresenceStatus, QueuedUser } from './model/event.ts';
export type { PutOptions } from './plug/delivery.ts';
export type { ChannelInfo, PutResult } from './plug/facets.ts';
export { Plug, type QueuedEvent } from './plug/plug.ts';

// ── Expert: stores, clocks, the planner, and what else the core works with ────────────────────────────────────────────

export type { HostLimits } from './host/core.ts';
export { type Clock, systemClock } from './lifecycle/clock.ts';
export type { MediaLink, MediaStore } from './media/index.ts';
export {
  carriesCredential,
  deleteNotice,
  type Edit,
  type EditPlan,
  filesNeedingLinks,
  type MessagePlan,
  type PlanContext,
  planEdit,
  planMessage,
  type Reaction,
  reactionNotice,
} from './plan/index.ts';
export type {
  EventQuery,
  EventRecord,
  Json,
  LinkRecord,
  OutboxCounts,
  OutboxRow,
  OutboxTotals,
  Retention,
  RowChange,
  RowQuery,
  RowState,
  StoreSummary,
  Write,
} from './store/records.ts';
export type { Store } from './store/store.ts';
export type { Table } from './store/table.ts';
