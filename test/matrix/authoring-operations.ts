import { randomUUID } from 'node:crypto';
import {
  ADD_RESOURCE,
  APPROVE_COURSE,
  ARCHIVE_COURSE,
  CANCEL_SCHEDULE,
  DISCARD_DRAFT,
  HISTORY,
  IN_REVIEW,
  LESSON,
  makeEdit,
  NOTE_COURSE_UPDATED,
  OPEN_DRAFT,
  PUBLISH_DRAFT,
  REJECT_COURSE,
  REMOVE_LESSON,
  readLesson,
  REMOVE_MODULE,
  REMOVE_RESOURCE,
  REORDER_COURSE,
  SCHEDULE,
  SUBMIT_COURSE,
  UNARCHIVE_COURSE,
  UPDATE_COURSE,
  UPDATE_LESSON,
  UPDATE_MODULE,
  UPDATE_RESOURCE,
  WITHDRAW_COURSE,
} from '../support/authoring.ts';
import { CREATE_MODULE, ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { openDraft } from '../support/drafts.ts';
import { about } from './about-course.ts';
import { elsewhere, type Call } from './elsewhere.ts';
import { read, type Operation } from './operation.ts';

const COURSE_BY_ID = 'query ($id: ID) { course(id: $id) { id title } }';

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString();
}

/** About a course of the mentor's that the mutations have brought, one after the other, into a state. */
function moved(draft: boolean, steps: readonly string[], document: string, more: object = {}): Operation {
  return {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'), { draft });
      const { id } = course;
      if (!draft) await backend.as('student').run(ENROLL, { input: { courseId: id } });
      let { version } = course;
      for (const step of steps) version = (await makeEdit(backend.as('mentor'), step, { id, version })).version ?? 0;
      return { document, variables: { input: { id, version, ...more } } };
    },
    elsewhere,
  };
}

/** About what a lesson of the mentor's offers. */
function offered(document: string, more: object = {}): Operation {
  return {
    arrange: async (backend) => {
      const mentor = backend.as('mentor');
      const { id: courseId, lessons, version } = await writeCourse(mentor, { lessons: 1 });
      const lessonId = lessons[0]?.id ?? '';
      const added = { courseId, lessonId, version, title: 'More', url: 'https://kalpla.example/more' };
      const course = await makeEdit(mentor, ADD_RESOURCE, added);
      const { resources } = await readLesson(mentor, { courseId, id: lessonId });
      const input = { courseId, lessonId, resourceId: resources?.[0]?.id, version: course.version, ...more };
      return { document, variables: { input } };
    },
    elsewhere,
  };
}

/** About the draft that the mentor has opened of a published course, in which the student is enrolled. */
function drafted(call: (draft: TestCourse) => Call): Operation {
  return {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'), { preview: true });
      await backend.as('student').run(ENROLL, { input: { courseId: course.id } });
      return call(await openDraft(backend, backend.as('mentor'), course));
    },
    elsewhere,
  };
}

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
  'Mutation.addResource of a published course': about({}, ({ id: courseId, lessons, version }) => ({
    document: ADD_RESOURCE,
    variables: { input: { courseId, lessonId: lessons[0]?.id, version, title: 'More', url: 'https://kalpla.example' } },
  })),
  'Mutation.updateResource of a published course': offered(UPDATE_RESOURCE, { title: 'Renamed' }),
  'Mutation.removeResource of a published course': offered(REMOVE_RESOURCE),
  'Mutation.reorderCourse a published course': about({}, ({ id: courseId, moduleId, lessons, version }) => ({
    document: REORDER_COURSE,
    variables: {
      input: { courseId, version, modules: [{ moduleId, lessonIds: lessons.map(({ id }) => id).toReversed() }] },
    },
  })),
  'Mutation.openDraft of a published course': about({}, ({ id }) => ({
    document: OPEN_DRAFT,
    variables: { input: { courseId: id } },
  })),
  'Mutation.publishDraft of a published course': drafted(({ id, version }) => ({
    document: PUBLISH_DRAFT,
    variables: { input: { id, version } },
  })),
  'Mutation.noteCourseUpdated of a published course': about({}, ({ id }) => ({
    document: NOTE_COURSE_UPDATED,
    variables: { input: { id } },
  })),
  'Mutation.discardDraft of a published course': drafted(({ id, version }) => ({
    document: DISCARD_DRAFT,
    variables: { input: { id, version } },
  })),
  'Query.course an open draft of a published course': drafted(({ id }) => ({
    document: COURSE_BY_ID,
    variables: { id },
  })),
  'Query.lesson a preview lesson of an open draft': drafted(({ id, lessons }) => ({
    document: LESSON,
    variables: { courseId: id, id: lessons[0]?.id },
  })),
  'Mutation.submitCourse a draft': moved(true, [], SUBMIT_COURSE),
  'Mutation.withdrawCourse a submitted course': moved(true, [SUBMIT_COURSE], WITHDRAW_COURSE),
  'Mutation.approveCourse a submitted course': moved(true, [SUBMIT_COURSE], APPROVE_COURSE),
  'Mutation.rejectCourse a submitted course': moved(true, [SUBMIT_COURSE], REJECT_COURSE, { reason: 'Too short.' }),
  'Mutation.scheduleCoursePublication a draft': about({ draft: true }, ({ id, version }) => ({
    document: SCHEDULE,
    variables: { input: { id, version, publishAt: tomorrow() } },
  })),
  'Mutation.cancelCoursePublication a draft that is planned': {
    arrange: async (backend) => {
      const mentor = backend.as('mentor');
      const { id, version } = await writeCourse(mentor, { draft: true });
      const planned = await makeEdit(mentor, SCHEDULE, { id, version, publishAt: tomorrow() });
      return { document: CANCEL_SCHEDULE, variables: { input: { id, version: planned.version } } };
    },
    elsewhere,
  },
  'Mutation.archiveCourse a published course': moved(false, [], ARCHIVE_COURSE),
  'Mutation.unarchiveCourse an archived course': moved(false, [ARCHIVE_COURSE], UNARCHIVE_COURSE),
  "Query.myCourses one's own": read('{ myCourses { items { id title status } } }'),
  'Query.coursesInReview all': read(IN_REVIEW),
  'Query.courseHistory a published course': about({}, ({ id: courseId }) => ({
    document: HISTORY,
    variables: { courseId },
  })),
  'Query.course an archived course': {
    arrange: async (backend) => {
      const { document, variables } = await moved(false, [ARCHIVE_COURSE], COURSE_BY_ID).arrange(backend);
      return { document, variables: variables['input'] as Record<string, unknown> };
    },
    elsewhere,
  },
};
