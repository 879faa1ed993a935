import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fence, type Passage, Settling } from '../../src/order/fence.ts';
import { FakeClock } from '../../src/testing/index.ts';

function passage(): Passage {
  return { number: 0, previous: undefined, next: undefined };
}

type Step = 'enter' | 'mark' | number;

/** A fence, and beside it what it should say. */
class Model {
  readonly fence = new Fence();
  readonly open: Passage[] = [];
  readonly marks: { readonly mark: number; readonly waitsFor: Set<Passage> }[] = [];

  take(step: Step): void {
    if (step === 'enter') {
      const one = passage();
      this.fence.enter(one);
      this.open.push(one);
    } else if (step === 'mark') {
      this.marks.push({ mark: this.fence.mark, waitsFor: new Set(this.open) });
    } else if (this.open.length > 0) {
      const [one] = this.open.splice(step % this.open.length, 1) as [Passage];
      this.fence.leave(one);
      for (const { waitsFor } of this.marks) waitsFor.delete(one);
    }
  }
}

describe('a Fence', () => {
  it('holds up what arrived during a send until that send is over, and no longer', () => {
    const step = fc.oneof(fc.constant('enter' as const), fc.constant('mark' as const), fc.nat({ max: 9 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (list) => {
        const model = new Model();
        for (const one of list) {
          model.take(one);
          expect(model.fence.clear).toBe(model.open.length === 0);
          for (const { mark, waitsFor } of model.marks) {
            expect(mark === 0 || model.fence.passed(mark)).toBe(waitsFor.size === 0);
          }
        }
      }),
    );
  });

  it('calls back when the oldest send is over', () => {
    const fence = new Fence();
    const [first, second] = [passage(), passage()];
    fence.enter(first);
    fence.enter(second);
    let calls = 0;
    fence.wait(() => {
      calls += 1;
    });
    fence.leave(second);
    expect(calls).toBe(0);
    fence.leave(first);
    expect(calls).toBe(1);
  });
});

describe('Settling', () => {
  it('ends in the next macrotask, after every promise callback', async () => {
    const clock = new FakeClock();
    const settling = new Settling(clock);
    const log: string[] = [];
    settling.afterwards({ end: () => log.push('over') });
    void (async () => {
      for (let depth = 0; depth < 100; depth += 1) await undefined;
      log.push('resumed');
    })();
    await clock.settle();
    expect(log).toEqual(['resumed', 'over']);
    expect(clock.macrotasks).toBe(1);
  });

  it('serves all that settle at once with one macrotask, and later ones with another', async () => {
    const clock = new FakeClock();
    const settling = new Settling(clock);
    const log: number[] = [];
    settling.afterwards({
      end() {
        log.push(1);
        settling.afterwards({ end: () => log.push(3) });
      },
    });
    settling.afterwards({ end: () => log.push(2) });
    await clock.settle();
    expect(log).toEqual([1, 2, 3]);
    expect(clock.macrotasks).toBe(2);
  });
});
