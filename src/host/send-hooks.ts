import { HookError } from '../errors.ts';
import type { Delivery } from '../hook/hook.ts';
import { type Awaitable, isThenable } from '../lifecycle/awaitable.ts';
import { within } from '../lifecycle/within.ts';
import type { Core } from './core.ts';
import { type SendStep, toDelivery } from './pipeline.ts';

/**
 * Runs `beforeSend` of all hooks, one after another; null: one of them dropped the message. A hook that throws, answers
 * nonsense or takes too long is passed over, and told of.
 */
export function beforeSend(core: Core, delivery: Delivery): Awaitable<Delivery | null> {
  return go(core, core.traffic.pipeline.sending, 0, delivery);
}

function go(core: Core, steps: readonly SendStep[], first: number, given: Delivery): Awaitable<Delivery | null> {
  let delivery = given;
  for (let index = first; index < steps.length; index += 1) {
    const step = steps[index] as SendStep;
    const before = delivery;
    try {
      const result = step.run(before);
      if (isThenable(result)) {
        return wait(core, step, result).then(
          (value) => next(core, steps, index, before, value),
          (error: unknown) => {
            core.hookFailed(step.name, threw(step, error));
            return go(core, steps, index + 1, before);
          },
        );
      }
      const changed = toDelivery(before, result);
      if (changed === null) return null;
      delivery = changed;
    } catch (error) {
      core.hookFailed(step.name, threw(step, error));
    }
  }
  return delivery;
}

function next(
  core: Core,
  steps: readonly SendStep[],
  index: number,
  before: Delivery,
  value: unknown,
): Awaitable<Delivery | null> {
  let changed: Delivery | null = before;
  try {
    changed = toDelivery(before, value);
  } catch (error) {
    const step = steps[index] as SendStep;
    core.hookFailed(step.name, threw(step, error));
  }
  return changed === null ? null : go(core, steps, index + 1, changed);
}

function wait(core: Core, step: SendStep, result: PromiseLike<unknown>): Promise<unknown> {
  const { hookTimeoutMs } = core.limits;
  return within(core.clock, hookTimeoutMs, () => result, {
    timeout: () => new HookError(`hook ${step.name} was given up in beforeSend() after ${hookTimeoutMs} ms`),
  });
}

function threw(step: SendStep, cause: unknown): HookError {
  return cause instanceof HookError ? cause : new HookError(`hook ${step.name} threw in beforeSend()`, { cause });
}
