import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enrollmentUpdate, isBehind } from '../../functions/refresh-enrollments/enrollment-update.ts';
import type { CourseItem } from '../../model/course.ts';
import { enrolled, standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import { isComplete, percent } from '../../model/progress.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const CAUSE = { actor: 'test', request: '', origin: 'test' };
const SUB = '00000000-0000-4000-8000-000000000000';

function courseOf(version: number, lessons: readonly string[]): CourseItem {
  const line = (ulid: string) => ({ ulid, title: ulid, kind: 'TEXT', preview: false });
  const modules = [{ ulid: 'm', title: 'm', lessons: lessons.map(line) }];
  return {
    ulid: 'C',
    title: 'A course',
    slug: 'a-course',
    version,
    lessonTotal: lessons.length,
    modules,
  } as unknown as CourseItem;
}

function enrollmentIn(course: CourseItem): EnrollmentItem {
  return enrolled({ sub: SUB, course, before: null, seatBlock: null, now: NOW, cause: CAUSE });
}

/** What DynamoDB makes of the job's update, or of what a report of a learner writes: the item as it was where it is in vain. */
function updated(enrollment: EnrollmentItem, course: CourseItem, read = enrollment): EnrollmentItem {
  const { ExpressionAttributeValues: values = {}, UpdateExpression: update = '' } = enrollmentUpdate(
    'T',
    read,
    course,
    NOW,
    CAUSE,
  ).input;
  const isInVain =
    Object.keys(enrollment.completedLessons).length !== values[':count'] ||
    (enrollment.outlineVersion ?? 0) > (values[':version'] as number);
  if (isInVain) return enrollment;
  const { nextLesson: _, ...rest } = enrollment;
  return {
    ...rest,
    completed: values[':completed'] as number,
    lessonTotal: values[':total'] as number,
    outlineVersion: values[':version'] as number,
    ...(values[':next'] ? { nextLesson: values[':next'] as string } : {}),
    ...(values[':done']
      ? { status: 'COMPLETED', completedAt: enrollment.completedAt ?? (values[':now'] as string) }
      : {}),
    ...(update.includes('extendedAt') ? { extendedAt: NOW } : {}),
  };
}

function completing(enrollment: EnrollmentItem, course: CourseItem, lesson: string, at: number): EnrollmentItem {
  if (!standingIn(course, { completedLessons: { [lesson]: at } }).completed) return enrollment;
  return updated({ ...enrollment, completedLessons: { [lesson]: at, ...enrollment.completedLessons } }, course);
}

const LESSONS = ['a', 'b', 'c', 'd', 'e', 'f'];
const outline = fc.shuffledSubarray(LESSONS);
type Step = { readonly outline: string[] } | { readonly lesson: string } | { readonly job: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ outline }),
  fc.record({ lesson: fc.constantFrom(...LESSONS) }),
  // The job, by an outline of some edits ago.
  fc.record({ job: fc.nat(3) }),
);

describe('progress under edits', () => {
  it('is 0 to 100, ends as outline and completions say, and no completion is taken away, in whatever order they come', () => {
    fc.assert(
      fc.property(outline, fc.array(step, { maxLength: 40 }), (first, steps) => {
        const courses = [courseOf(1, first)];
        let enrollment = enrollmentIn(courses[0] as CourseItem);
        const completions = new Set<string>();
        for (const [n, each] of steps.entries()) {
          const before = enrollment;
          const course = courses.at(-1) as CourseItem;
          if ('outline' in each) courses.push(courseOf(courses.length + 1, each.outline));
          else if ('lesson' in each) enrollment = completing(enrollment, course, each.lesson, n + 1);
          else {
            const seen = courses.at(-1 - (each.job % courses.length)) as CourseItem;
            if (isBehind(enrollment, seen)) enrollment = updated(enrollment, seen);
          }
          for (const lesson of Object.keys(before.completedLessons)) completions.add(lesson);
          expect(percent(enrollment)).toBeGreaterThanOrEqual(0);
          expect(percent(enrollment)).toBeLessThanOrEqual(100);
          expect(enrollment.outlineVersion).toBeGreaterThanOrEqual(before.outlineVersion ?? 0);
          expect(Object.keys(enrollment.completedLessons)).toEqual(expect.arrayContaining([...completions]));
          if (before.status === 'COMPLETED') {
            expect([enrollment.status, enrollment.completedAt]).toEqual(['COMPLETED', before.completedAt]);
          }
        }
        const course = courses.at(-1) as CourseItem;
        if (isBehind(enrollment, course)) enrollment = updated(enrollment, course);
        expect(isBehind(enrollment, course)).toBe(false);
        const { completed, lessonTotal, nextLesson } = enrollment;
        expect({ completed, lessonTotal, ...(nextLesson ? { nextLesson } : {}) }).toEqual(
          standingIn(course, enrollment),
        );
        if (isComplete(enrollment)) expect(enrollment.status).toBe('COMPLETED');
      }),
      { numRuns: 500 },
    );
  });

  it('is never stuck at 97 %: who has done all but the lesson that is removed is through', () => {
    const lessons = Array.from({ length: 40 }, (_, n) => `l${n}`);
    let enrollment = enrollmentIn(courseOf(1, lessons));
    for (const lesson of lessons.slice(0, 39)) enrollment = completing(enrollment, courseOf(1, lessons), lesson, 1);
    expect([percent(enrollment), enrollment.status]).toEqual([97, 'ACTIVE']);
    enrollment = updated(enrollment, courseOf(2, lessons.slice(0, 39)));
    expect([percent(enrollment), enrollment.status, enrollment.completedAt]).toEqual([100, 'COMPLETED', NOW]);
  });

  it('is never over 100 %: lessons that were done and are gone count no more', () => {
    let enrollment = enrollmentIn(courseOf(1, LESSONS));
    for (const lesson of LESSONS) enrollment = completing(enrollment, courseOf(1, LESSONS), lesson, 1);
    enrollment = updated(enrollment, courseOf(2, ['a', 'b']));
    expect([enrollment.completed, enrollment.lessonTotal, percent(enrollment)]).toEqual([2, 2, 100]);
  });

  it('is not over while there is nothing to do: who has begun stays active when all lessons are removed', () => {
    const begun = completing(enrollmentIn(courseOf(1, LESSONS)), courseOf(1, LESSONS), 'a', 1);
    const after = updated(begun, courseOf(2, []));
    expect([percent(after), after.status, after.nextLesson]).toEqual([0, 'ACTIVE', undefined]);
  });

  it('tells of new lessons whoever is not through', () => {
    const before = enrollmentIn(courseOf(1, ['a']));
    expect(updated(before, courseOf(2, ['a', 'b'])).extendedAt).toBe(NOW);
    const through = completing(before, courseOf(1, ['a']), 'a', 1);
    expect(updated(through, courseOf(2, ['a', 'b'])).extendedAt).toBeUndefined();
    expect(updated(before, courseOf(2, ['b'])).extendedAt).toBeUndefined();
  });

  it('is left alone where a learner has gone by a newer outline, or has left', () => {
    const newer = enrollmentIn(courseOf(3, ['a', 'b']));
    expect(isBehind(newer, courseOf(2, ['a']))).toBe(false);
    expect(isBehind({ ...newer, status: 'CANCELED' }, courseOf(4, ['a']))).toBe(false);
    expect(isBehind(newer, courseOf(4, ['a']))).toBe(true);
    expect(isBehind(newer, { ...courseOf(4, ['a', 'b']), title: 'Renamed' })).toBe(true);
  });
});
