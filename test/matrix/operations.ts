import { randomUUID } from 'node:crypto';
import type { TestBackend } from '../support/backend.ts';
import {
  COMPLETE_LESSON,
  CREATE_COURSE,
  CREATE_LESSON,
  CREATE_MODULE,
  ENROLL,
  PUBLISH_COURSE,
  SAVE_POSITION,
  UNENROLL,
  writeCourse,
  type TestCourse,
} from '../support/courses.ts';

/** One GraphQL call. */
export interface Call {
  readonly document: string;
  readonly variables: Record<string, unknown>;
}

/** What a row of the matrix is tried with. */
export interface Operation {
  /** Makes what the call is about, anew for each cell, so that no cell sees what another has done. */
  readonly arrange: (backend: TestBackend) => Promise<Call>;
  /** The same call about something that does not exist. */
  readonly elsewhere?: (call: Call) => Call;
}

/** Ids of the right form that nothing has. */
function unknownIds(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/^crs_.*$/, `crs_${'0'.repeat(26)}`)
      .replace(/^(mod|les)_.*$/, `$1_${'0'.repeat(52)}`)
      .replace(/^a-course-.*$/, 'no-such-course');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unknownIds(part)]));
  }
  return value;
}

function elsewhere({ document, variables }: Call): Call {
  return { document, variables: unknownIds(variables) as Record<string, unknown> };
}

const COURSE_BY_ID = 'query ($id: ID) { course(id: $id) { id title } }';
const COURSE_BY_SLUG = 'query ($slug: String) { course(slug: $slug) { id title } }';
const LESSON = 'query ($courseId: ID!, $id: ID!) { lesson(courseId: $courseId, id: $id) { id body } }';

function read(document: string): Operation {
  return { arrange: () => Promise.resolve({ document, variables: {} }) };
}

/** About a course of the mentor's, in which the student is enrolled where it is published. */
function about(
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

function lessonInput({ id, lessons }: TestCourse) {
  return { courseId: id, lessonId: lessons[0]?.id };
}

/** By field and what it is about, as docs/authorization.md names them. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'Query.me oneself': read('{ me { id displayName email groups version } }'),
  'Query.courses published courses': read('{ courses { items { id title mentor { displayName } } nextToken } }'),
  'Query.course a published course': about({}, ({ id }) => ({ document: COURSE_BY_ID, variables: { id } })),
  'Query.course a draft': about({ draft: true }, ({ id }) => ({ document: COURSE_BY_ID, variables: { id } })),
  'Query.course a draft by its slug': about({ draft: true }, ({ slug }) => ({
    document: COURSE_BY_SLUG,
    variables: { slug },
  })),
  'Query.lesson a lesson of a published course': about({}, ({ id, lessons }) => ({
    document: LESSON,
    variables: { courseId: id, id: lessons[0]?.id },
  })),
  'Query.lesson a preview lesson of a published course': about({ preview: true }, ({ id, lessons }) => ({
    document: LESSON,
    variables: { courseId: id, id: lessons[0]?.id },
  })),
  'Query.lesson a preview lesson of a draft': about({ draft: true, preview: true }, ({ id, lessons }) => ({
    document: LESSON,
    variables: { courseId: id, id: lessons[0]?.id },
  })),
  "Query.myEnrollments one's own": read('{ myEnrollments { items { status course { slug } progress { percent } } } }'),
  "Mutation.createCourse a course of one's own": {
    arrange: () =>
      Promise.resolve({
        document: CREATE_COURSE,
        variables: { input: { clientToken: randomUUID(), title: 'Mine', category: 'Tests', level: 'BEGINNER' } },
      }),
  },
  'Mutation.createModule in a draft': about({ draft: true }, ({ id }) => ({
    document: CREATE_MODULE,
    variables: { input: { clientToken: randomUUID(), courseId: id, title: 'Another' } },
  })),
  'Mutation.createLesson in a draft': about({ draft: true }, ({ id, moduleId }) => ({
    document: CREATE_LESSON,
    variables: { input: { clientToken: randomUUID(), courseId: id, moduleId, title: 'Another', kind: 'TEXT' } },
  })),
  'Mutation.publishCourse a draft': about({ draft: true }, ({ id, version }) => ({
    document: PUBLISH_COURSE,
    variables: { input: { id, version } },
  })),
  'Query.auditTrail of an object': about({}, ({ id }) => ({
    document: 'query ($id: ID) { auditTrail(objectId: $id) { items { id time actorId type } nextToken } }',
    variables: { id },
  })),
  'Mutation.enroll in a published course': about({ enrolled: false }, ({ id }) => ({
    document: ENROLL,
    variables: { input: { courseId: id } },
  })),
  'Mutation.enroll in a draft': about({ draft: true }, ({ id }) => ({
    document: ENROLL,
    variables: { input: { courseId: id } },
  })),
  'Mutation.unenroll from a course': about({}, ({ id }) => ({
    document: UNENROLL,
    variables: { input: { courseId: id } },
  })),
  'Mutation.completeLesson of a course': about({}, (course) => ({
    document: COMPLETE_LESSON,
    variables: { input: lessonInput(course) },
  })),
  'Mutation.saveLessonPosition of a course': about({}, (course) => ({
    document: SAVE_POSITION,
    variables: { input: { ...lessonInput(course), positionSeconds: 30 } },
  })),
};
