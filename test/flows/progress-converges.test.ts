import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, ENROLL, SAVE_POSITION, writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { makeEdit, orderOf, readCourse, REORDER_COURSE } from '../support/authoring.ts';
import { moveClock } from '../support/levers.ts';

let backend: TestBackend;
let mentor: Client;
let course: TestCourse;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  course = await writeCourse(mentor, { lessons: 4, completion: { rule: 'WATCHED', percent: 50 } });
});
afterAll(() => backend.stop());

const DASHBOARD = '{ myEnrollments { items { status progress { percent completed total nextLessonId } } } }';
const LESSON =
  'query ($courseId: ID!, $id: ID!) { lesson(courseId: $courseId, id: $id) { positionSeconds watchedPercent } }';

interface Report {
  readonly lesson: number;
  readonly device: number;
  readonly sequence: number;
  /** Which half of a minute of the two that the lesson lasts. */
  readonly part: number;
}

async function retried(learner: Learner, document: string, input: object): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { errors } = await learner.ask(document, { input });
    const type = errors[0]?.errorType;
    // A completion that is not earned yet is no error of the learner's here.
    if (!type || type === 'Forbidden') return;
    expect(type).toBe('RateLimited');
  }
  throw new Error('A report was never taken.');
}

/** Reports as they come from several devices: all of a wave at once. */
async function send(learner: Learner, waves: readonly (readonly Report[])[]): Promise<void> {
  for (const wave of waves) {
    await Promise.all(
      wave.map(async ({ lesson, device, sequence, part }) => {
        const where = { courseId: course.id, lessonId: course.lessons[lesson]?.id };
        const watched = [{ fromSeconds: 30 * part, toSeconds: 30 * part + 30 }];
        const report = { deviceId: `d${device}`, sequence, positionSeconds: sequence, watched };
        await retried(learner, SAVE_POSITION, { ...where, ...report });
        await retried(learner, COMPLETE_LESSON, where);
      }),
    );
  }
}

describe('given two learners of whom the same is reported, doubled and in another order, while the outline is edited', () => {
  const report = fc.record({
    lesson: fc.nat(3),
    device: fc.constant(0),
    sequence: fc.nat(100),
    part: fc.nat(3),
  });
  const twice = fc
    .uniqueArray(report, { minLength: 3, maxLength: 8, selector: ({ sequence }) => sequence })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })));

  it('then both end alike', async () => {
    await fc.assert(
      fc.asyncProperty(twice, async ([reports, again]) => {
        const [one, other] = (await makeLearners(backend, 2)) as [Learner, Learner];
        for (const learner of [one, other]) {
          await learner.run(ENROLL, { input: { courseId: course.id } });
          for (const { id: lessonId } of course.lessons) {
            const opened = {
              courseId: course.id,
              lessonId,
              deviceId: 'opens',
              sequence: 0,
              positionSeconds: 0,
              agoSeconds: 600,
            };
            await learner.run(SAVE_POSITION, { input: opened });
          }
        }
        await moveClock(backend, { advance: 'PT30S' });
        const half = Math.ceil(again.length / 2);
        const turned = async () => {
          const before = await readCourse(mentor, course.id);
          const modules = orderOf(before).map((each) => ({ ...each, lessonIds: [...each.lessonIds].reverse() }));
          await makeEdit(mentor, REORDER_COURSE, { courseId: course.id, version: before.version, modules });
        };
        await send(
          one,
          reports.map((each) => [each]),
        );
        await Promise.all([send(other, [again.slice(0, half), again.slice(half)]), turned()]);
        await moveClock(backend, { advance: 'PT16S' });
        const ends = await Promise.all(
          [one, other].map(async (learner) => ({
            dashboard: await learner.run(DASHBOARD),
            lessons: await Promise.all(
              course.lessons.map(({ id }) => learner.run(LESSON, { courseId: course.id, id })),
            ),
          })),
        );
        expect(ends[1]).toEqual(ends[0]);
      }),
      { numRuns: 4 },
    );
  }, 120_000);
});
