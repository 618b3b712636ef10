import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete, percent, standing } from '../../model/progress.ts';

/** An outline without doubles, and completed lessons of it or of lessons that it has lost. */
const lessons = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 30 });
const learner = lessons.chain((outline) =>
  fc.record({
    outline: fc.constant(outline),
    completed: fc.array(fc.oneof(fc.constantFrom('lost', ...outline), fc.string({ maxLength: 4 })), { maxLength: 40 }),
  }),
);

describe('a learner’s standing', () => {
  it('lies between 0 and 100 percent, and is 100 only when every lesson is done', () => {
    fc.assert(
      fc.property(learner, ({ outline, completed }) => {
        const at = standing(outline, completed);
        const done = outline.every((lesson) => completed.includes(lesson));
        expect(percent(at)).toBeGreaterThanOrEqual(0);
        expect(percent(at)).toBeLessThanOrEqual(100);
        expect(percent(at) === 100).toBe(outline.length > 0 && done);
        expect(isComplete(at)).toBe(percent(at) === 100);
      }),
    );
  });

  it('does not depend on the order or doubling of what was completed', () => {
    fc.assert(
      fc.property(learner, ({ outline, completed }) => {
        expect(standing(outline, [...completed, ...completed].reverse())).toEqual(standing(outline, completed));
      }),
    );
  });

  it('never falls when one more lesson is completed', () => {
    fc.assert(
      fc.property(learner, fc.nat(), ({ outline, completed }, pick) => {
        const next = outline[pick % Math.max(outline.length, 1)] ?? 'none';
        const before = standing(outline, completed);
        expect(percent(standing(outline, [...completed, next]))).toBeGreaterThanOrEqual(percent(before));
      }),
    );
  });

  it('goes on with the first lesson of the outline that is not done', () => {
    expect(standing(['a', 'b', 'c'], ['a', 'c'])).toEqual({ completed: 2, lessonTotal: 3, nextLesson: 'b' });
  });

  it('counts no lesson that the outline has lost', () => {
    expect(standing(['a'], ['a', 'gone'])).toEqual({ completed: 1, lessonTotal: 1 });
  });
});
