import { deepEqual } from 'node:assert/strict';
import type { AuthoredCourseConnection, Course } from '../../generated/schema.ts';
import { MY_COURSES, SUBMIT_COURSE, WITHDRAW_COURSE } from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** What a mentor does with the newest of their courses, the draft that `teaching` has begun. */
export function submitting({ mentor }: School): readonly Operation[] {
  const newest = async () => {
    const { myCourses } = await mentor.ask<{ myCourses: AuthoredCourseConnection }>(MY_COURSES);
    return myCourses.items[0];
  };
  return [
    {
      name: 'myCourses',
      title: 'List 20 courses of one’s own',
      run: async () => {
        deepEqual((await newest())?.status, 'DRAFT');
      },
    },
    {
      name: 'submitCourse',
      title: 'List 20 courses of one’s own, and submit the newest',
      run: async () => {
        const { id: newestId, version: seen } = { id: '', version: 0, ...(await newest()) };
        const input = { id: newestId, version: seen };
        const { submitCourse } = await mentor.ask<{ submitCourse: Course }>(SUBMIT_COURSE, { input });
        deepEqual(submitCourse, { id: newestId, version: seen + 1, status: 'IN_REVIEW' });
      },
    },
    {
      name: 'withdrawCourse',
      title: 'List 20 courses of one’s own, and take the newest back',
      run: async () => {
        const { id: newestId, version: seen } = { id: '', version: 0, ...(await newest()) };
        const input = { id: newestId, version: seen };
        const { withdrawCourse } = await mentor.ask<{ withdrawCourse: Course }>(WITHDRAW_COURSE, { input });
        deepEqual(withdrawCourse, { id: newestId, version: seen + 1, status: 'DRAFT' });
      },
    },
  ];
}
