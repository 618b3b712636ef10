import { ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { elsewhere, type Call } from './elsewhere.ts';
import type { Operation } from './operation.ts';

/** About a course of the mentor's, in which the student is enrolled where it is published. */
export function about(
  options: { readonly draft?: boolean; readonly preview?: boolean; readonly enrolled?: boolean },
  call: (course: TestCourse) => Call,
): Operation {
  return {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'), options);
      if (!options.draft && options.enrolled !== false) {
        await backend.as('student').run(ENROLL, { input: { courseId: course.id } });
      }
      return call(course);
    },
    elsewhere,
  };
}
