/** The planner: from a message and a network's capabilities, the parts that are sent and what is lost on the way. */
export { carriesCredential, isPublicUrl } from './credential-url.ts';
export { deleteNotice } from './delete.ts';
export { planEdit } from './edit.ts';
export type { Edit, EditPlan } from './edit-plan.ts';
export { filesNeedingLinks } from './files.ts';
export type { MessagePlan, PlanContext } from './message-plan.ts';
export { planMessage } from './plan.ts';
export { type Reaction, reactionNotice } from './reaction.ts';
