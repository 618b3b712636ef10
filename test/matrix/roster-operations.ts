import { userId } from '../../model/ids.ts';
import type { TestBackend } from '../support/backend.ts';
import { ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { subOf } from '../support/notifications.ts';
import { REMOVE_LEARNER, ROSTER } from '../support/roster.ts';
import { elsewhere, type Call } from './elsewhere.ts';
import type { Operation } from './operation.ts';

/** About a course of the mentor's, in which the student is enrolled. */
function ofCourse(call: (course: TestCourse, backend: TestBackend) => Promise<Call> | Call): Operation {
  return {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'));
      await backend.as('student').run(ENROLL, { input: { courseId: course.id } });
      return call(course, backend);
    },
    elsewhere,
  };
}

/** What a mentor does with the learners of a course. */
export const ROSTER_OPERATIONS: Readonly<Record<string, Operation>> = {
  'Mutation.removeLearner of a course': ofCourse(async ({ id }, backend) => ({
    document: REMOVE_LEARNER,
    variables: { input: { courseId: id, userId: userId(await subOf(backend.as('student'))), reason: 'No show' } },
  })),
  'Query.roster of a course': ofCourse(({ id }) => ({ document: ROSTER, variables: { courseId: id } })),
};
