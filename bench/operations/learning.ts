import { deepEqual } from 'node:assert/strict';
import type { Enrollment, Progress } from '../../generated/schema.ts';
import { COMPLETE_LESSON, ENROLL, SAVE_POSITION, UNENROLL } from '../documents.ts';
import { LESSONS_DONE, type School, type WrittenCourse } from '../school.ts';
import type { Operation } from './operation.ts';

const DECIDES =
  'The floor writes whatever comes; we read the account, the enrollment and the outline first, to decide whether to.';

/** What learners do. */
export function learning({ learner, courses, open, seated }: School): readonly Operation[] {
  const [course] = courses;
  const progressWith = (completed: number): Progress => ({
    courseId: course.id,
    userId: learner.id,
    percent: Math.floor((100 * completed) / 48),
    completed,
    total: 48,
    nextLessonId: course.lessonIds[completed] ?? null,
  });
  return [
    {
      name: 'h',
      title: 'Complete a lesson: progress and points, on boards with more learners than they list',
      budget: 2,
      reasons: { requests: DECIDES, depth: DECIDES, rcu: DECIDES },
      grows: true,
      run: async () => {
        const input = { courseId: course.id, lessonId: course.lessonIds[LESSONS_DONE] };
        const { completeLesson } = await learner.ask<{ completeLesson: Progress }>(COMPLETE_LESSON, { input });
        deepEqual(completeLesson, progressWith(LESSONS_DONE + 1));
      },
    },
    {
      name: 'saveLessonPosition',
      title: 'Remember where I am in a lesson',
      run: async () => {
        const input = { courseId: course.id, lessonId: course.lessonIds[2], positionSeconds: 120 };
        const { saveLessonPosition } = await learner.ask<{ saveLessonPosition: Progress }>(SAVE_POSITION, { input });
        deepEqual(saveLessonPosition, progressWith(LESSONS_DONE + 1));
      },
    },
    {
      name: 'saveLessonPosition, watched',
      title: 'The same, with what was watched, by a device that numbers its reports',
      run: async () => {
        const report = {
          deviceId: 'laptop',
          sequence: 1,
          positionSeconds: 30,
          watched: [{ fromSeconds: 0, toSeconds: 30 }],
        };
        const input = { courseId: course.id, lessonId: course.lessonIds[3], ...report };
        const { saveLessonPosition } = await learner.ask<{ saveLessonPosition: Progress }>(SAVE_POSITION, { input });
        deepEqual(saveLessonPosition, progressWith(LESSONS_DONE + 1));
      },
    },
    {
      name: 'enroll',
      title: 'Enroll in a course without a capacity',
      grows: true,
      run: () => enroll(learner, open),
    },
    {
      name: 'enroll, 10 seats',
      title: 'Enroll in a course with a capacity',
      run: () => enroll(learner, seated),
    },
    {
      name: 'unenroll',
      title: 'Leave a course without a capacity',
      run: () => unenroll(learner, open),
    },
    {
      name: 'unenroll, 10 seats',
      title: 'Leave a course with a capacity',
      run: () => unenroll(learner, seated),
    },
  ];
}

async function enroll(learner: School['learner'], { id, facts, lessonIds }: WrittenCourse): Promise<void> {
  const answer = await learner.ask<{ enroll: Enrollment }>(ENROLL, { input: { courseId: id } });
  deepEqual(answer.enroll, {
    course: { id, title: facts.title, slug: facts.slug },
    status: 'ACTIVE',
    progress: {
      courseId: id,
      userId: learner.id,
      percent: 0,
      completed: 0,
      total: lessonIds.length,
      nextLessonId: lessonIds[0],
    },
  });
}

async function unenroll(learner: School['learner'], { id }: WrittenCourse): Promise<void> {
  const answer = await learner.ask<{ unenroll: Enrollment }>(UNENROLL, { input: { courseId: id } });
  deepEqual(answer.unenroll, { course: { id }, status: 'CANCELED' });
}
