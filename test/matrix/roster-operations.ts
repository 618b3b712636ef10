import { randomUUID } from 'node:crypto';
import { userId } from '../../model/ids.ts';
import type { TestBackend } from '../support/backend.ts';
import { ENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import { subOf } from '../support/notifications.ts';
import {
  ACCEPT,
  ANNOUNCE,
  ANNOUNCEMENTS,
  DECLINE,
  INVITATIONS,
  INVITE,
  inviteTo,
  MY_INVITATIONS,
  IMPORT_ROSTER,
  importTo,
  ROSTER_IMPORT,
  ROSTER_IMPORT_ROWS,
  uploadRoster,
  REMOVE_LEARNER,
  REVOKE,
  ROSTER,
} from '../support/roster.ts';
import { elsewhere, type Call } from './elsewhere.ts';
import { read, type Operation } from './operation.ts';

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

/** About an invitation of the student's to a course of the mentor's. */
function invited(call: (id: string) => Call): Operation {
  return {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'));
      return call((await inviteTo(backend.as('mentor'), course, 'student@kalpla.test')).id);
    },
    elsewhere,
  };
}

/** About an import into a course of the mentor's. */
function imported(document: string): Operation {
  return ofCourse(async (course, backend) => {
    const mentor = backend.as('mentor');
    const { id } = await importTo(mentor, course, await uploadRoster(backend, mentor, 'email\nsomebody@example.com\n'));
    return { document, variables: { courseId: course.id, id } };
  });
}

/** What a mentor does with the learners of a course. */
export const ROSTER_OPERATIONS: Readonly<Record<string, Operation>> = {
  'Query.invitations of a course': ofCourse(({ id }) => ({ document: INVITATIONS, variables: { courseId: id } })),
  "Query.myInvitations one's own": read(MY_INVITATIONS),
  'Mutation.inviteLearner to a course': ofCourse(({ id }) => ({
    document: INVITE,
    variables: { input: { clientToken: randomUUID(), courseId: id, email: 'anybody@example.com' } },
  })),
  'Mutation.revokeInvitation of the learner': invited((id) => ({ document: REVOKE, variables: { input: { id } } })),
  'Mutation.acceptInvitation of the learner': invited((id) => ({ document: ACCEPT, variables: { input: { id } } })),
  'Mutation.declineInvitation of the learner': invited((id) => ({ document: DECLINE, variables: { input: { id } } })),
  'Query.rosterImport of a course': imported(ROSTER_IMPORT),
  'Query.rosterImportRows of a course': imported(ROSTER_IMPORT_ROWS),
  'Mutation.importRoster of a file of the own mentor’s': {
    ...ofCourse(async ({ id }, backend) => {
      const uploadId = await uploadRoster(backend, backend.as('mentor'), 'email\nanybody@example.com\n');
      return { document: IMPORT_ROSTER, variables: { input: { clientToken: randomUUID(), courseId: id, uploadId } } };
    }),
    // An Admin sees the course, and is told that it is the upload which is not there.
    elsewhere: ({ document, variables }) => ({
      document,
      variables: { input: { ...(variables['input'] as object), uploadId: `upl_${'0'.repeat(26)}` } },
    }),
  },
  'Query.announcements of a course': ofCourse(({ id }) => ({ document: ANNOUNCEMENTS, variables: { courseId: id } })),
  'Mutation.announce in a course': ofCourse(({ id }) => ({
    document: ANNOUNCE,
    variables: { input: { clientToken: randomUUID(), courseId: id, title: 'News', text: 'We begin on Monday.' } },
  })),
  'Mutation.removeLearner of a course': ofCourse(async ({ id }, backend) => ({
    document: REMOVE_LEARNER,
    variables: { input: { courseId: id, userId: userId(await subOf(backend.as('student'))), reason: 'No show' } },
  })),
  'Query.roster of a course': ofCourse(({ id }) => ({ document: ROSTER, variables: { courseId: id } })),
};
