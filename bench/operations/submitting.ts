import { deepEqual } from 'node:assert/strict';
import type { AuthoredCourseConnection, Course } from '../../generated/schema.ts';
import {
  APPROVE_COURSE,
  CANCEL_SCHEDULE,
  COURSES_IN_REVIEW,
  MY_COURSES,
  REJECT_COURSE,
  SCHEDULE,
  SUBMIT_COURSE,
  WITHDRAW_COURSE,
} from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** What a mentor does with the newest of their courses, the draft that `teaching` has begun, and an Admin with it. */
export function submitting({ admin, mentor }: School): readonly Operation[] {
  const newest = async () => {
    const { myCourses } = await mentor.ask<{ myCourses: AuthoredCourseConnection }>(MY_COURSES);
    return myCourses.items[0];
  };
  const submit = async () => {
    const { id, version } = { id: '', version: 0, ...(await newest()) };
    const { submitCourse } = await mentor.ask<{ submitCourse: Course }>(SUBMIT_COURSE, { input: { id, version } });
    deepEqual(submitCourse, { id, version: version + 1, status: 'IN_REVIEW' });
  };
  const judge = async (document: string, more: object, status: string) => {
    const { coursesInReview } = await admin<{ coursesInReview: AuthoredCourseConnection }>(COURSES_IN_REVIEW);
    const [{ id, version } = { id: '', version: 0 }] = coursesInReview.items;
    const answer = await admin<Record<string, Course>>(document, { input: { id, version, ...more } });
    deepEqual(Object.values(answer), [{ id, version: version + 1, status }]);
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
      run: submit,
    },
    {
      name: 'coursesInReview',
      title: 'As an Admin, list the courses that wait to be looked at',
      run: async () => {
        const { coursesInReview } = await admin<{ coursesInReview: AuthoredCourseConnection }>(COURSES_IN_REVIEW);
        deepEqual(
          coursesInReview.items.map(({ status }) => status),
          ['IN_REVIEW'],
        );
      },
    },
    {
      name: 'rejectCourse',
      title: 'List them, and give one back',
      run: () => judge(REJECT_COURSE, { reason: 'Say who it is for.' }, 'DRAFT'),
    },
    {
      name: 'submitCourse, again',
      title: 'List 20 courses of one’s own, and submit the newest again',
      run: submit,
    },
    {
      name: 'approveCourse',
      title: 'List them, and approve one',
      run: () => judge(APPROVE_COURSE, {}, 'IN_REVIEW'),
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
    {
      name: 'scheduleCoursePublication',
      title: 'List 20 courses of one’s own, and plan the publication of the newest',
      run: async () => {
        const { id, version } = { id: '', version: 0, ...(await newest()) };
        const input = { id, version, publishAt: new Date(Date.now() + 86_400_000).toISOString() };
        const answer = await mentor.ask<{ scheduleCoursePublication: Course }>(SCHEDULE, { input });
        deepEqual(answer.scheduleCoursePublication, { id, version: version + 1, status: 'DRAFT' });
      },
    },
    {
      name: 'cancelCoursePublication',
      title: 'List 20 courses of one’s own, and cancel that',
      run: async () => {
        const { id, version } = { id: '', version: 0, ...(await newest()) };
        const answer = await mentor.ask<{ cancelCoursePublication: Course }>(CANCEL_SCHEDULE, {
          input: { id, version },
        });
        deepEqual(answer.cancelCoursePublication, { id, version: version + 1, status: 'DRAFT' });
      },
    },
  ];
}
