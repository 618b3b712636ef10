import { randomUUID } from 'node:crypto';
import {
  REMOVE_LESSON,
  REMOVE_MODULE,
  REORDER_COURSE,
  UPDATE_COURSE,
  UPDATE_LESSON,
  UPDATE_MODULE,
} from '../support/authoring.ts';
import { CREATE_MODULE, writeCourse } from '../support/courses.ts';
import { about } from './about-course.ts';
import { elsewhere } from './elsewhere.ts';
import type { Operation } from './operation.ts';

/** What mentors change of courses that exist. */
export const AUTHORING_OPERATIONS: Readonly<Record<string, Operation>> = {
  'Mutation.updateCourse a published course': about({}, ({ id, version }) => ({
    document: UPDATE_COURSE,
    variables: { input: { id, version, title: 'Renamed' } },
  })),
  'Mutation.updateModule of a published course': about({}, ({ id: courseId, moduleId, version }) => ({
    document: UPDATE_MODULE,
    variables: { input: { courseId, moduleId, version, title: 'Renamed' } },
  })),
  'Mutation.removeModule of a published course': {
    arrange: async (backend) => {
      const mentor = backend.as('mentor');
      const { id: courseId, version } = await writeCourse(mentor);
      const added = { clientToken: randomUUID(), courseId, title: 'Empty' };
      const { createModule } = await mentor.run<{ createModule: { id: string } }>(CREATE_MODULE, { input: added });
      const input = { courseId, moduleId: createModule.id, version: version + 1 };
      return { document: REMOVE_MODULE, variables: { input } };
    },
    elsewhere,
  },
  'Mutation.updateLesson of a published course': about({}, ({ id: courseId, lessons, version }) => ({
    document: UPDATE_LESSON,
    variables: { input: { courseId, lessonId: lessons[0]?.id, version, body: 'Rewritten' } },
  })),
  'Mutation.removeLesson of a published course': about({}, ({ id: courseId, lessons, version }) => ({
    document: REMOVE_LESSON,
    variables: { input: { courseId, lessonId: lessons[0]?.id, version } },
  })),
  'Mutation.reorderCourse a published course': about({}, ({ id: courseId, moduleId, lessons, version }) => ({
    document: REORDER_COURSE,
    variables: {
      input: { courseId, version, modules: [{ moduleId, lessonIds: lessons.map(({ id }) => id).toReversed() }] },
    },
  })),
};
