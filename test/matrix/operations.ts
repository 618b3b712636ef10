import { randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import { AUTHORING_OPERATIONS } from './authoring-operations.ts';
import { elsewhere, type Call } from './elsewhere.ts';
import { MEDIA_OPERATIONS } from './media-operations.ts';
import { NOTIFICATION_OPERATIONS } from './notification-operations.ts';
import { about } from './about-course.ts';
import { ROSTER_OPERATIONS } from './roster-operations.ts';
import { read, type Operation } from './operation.ts';
import { PEOPLE_OPERATIONS } from './people-operations.ts';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { userId } from '../../model/ids.ts';
import { accountKey, reviewKey, USER } from '../../model/keys.ts';
import type { TestBackend } from '../support/backend.ts';
import {
  COMPLETE_LESSON,
  CREATE_COURSE,
  CREATE_LESSON,
  CREATE_MODULE,
  DUPLICATE_COURSE,
  ENROLL,
  PUBLISH_COURSE,
  SAVE_POSITION,
  UNENROLL,
  writeCourse,
  type TestCourse,
} from '../support/courses.ts';
import {
  beginCourse,
  DELETE_REVIEW,
  MY_REVIEW,
  REPLY,
  REVIEW_COURSE,
  REVIEWS,
  VOTE,
  writeReview,
  type TestReview,
} from '../support/reviews.ts';
import { subOf } from '../support/notifications.ts';
import { storeUpload } from '../support/uploads.ts';

const UPDATE_PROFILE =
  'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id timeZone version } }';
const COURSE_BY_ID = 'query ($id: ID) { course(id: $id) { id title } }';
const COURSE_BY_SLUG = 'query ($slug: String) { course(slug: $slug) { id title } }';
const LESSON = 'query ($courseId: ID!, $id: ID!) { lesson(courseId: $courseId, id: $id) { id body } }';
const BOARD = '{ items { rank points user { id displayName } } me { rank points exact error } updatedAt }';

function lessonInput({ id, lessons }: TestCourse) {
  return { courseId: id, lessonId: lessons[0]?.id };
}

/** Brings every demo person's account back to version 1, which the call names. */
async function resetVersions({ operator, items }: TestBackend): Promise<void> {
  const { table, tableName: TableName } = operator;
  const accounts = (await items()).filter(({ sk }) => sk === accountKey('').sk);
  for (const { pk, sk } of accounts) {
    await table.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: 'SET version = :one',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
  }
}

/** About the student's review of a course of the mentor's. */
function aboutReview(call: (review: TestReview) => Call): Operation {
  return {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'));
      await beginCourse(backend.as('student'), course);
      return call(await writeReview(backend.as('student'), course, { rating: 4, text: 'Good.' }));
    },
    elsewhere,
  };
}

/** A review by everybody, which not everybody could write. */
async function reviewAsAll({ operator, items }: TestBackend, { id }: TestCourse): Promise<void> {
  const { table, tableName: TableName } = operator;
  const courseUlid = id.slice('crs_'.length);
  const now = new Date().toISOString();
  for (const { pk } of (await items()).filter(({ sk }) => sk === accountKey('').sk)) {
    const sub = pk.slice(USER.length);
    const stamp = { createdAt: now, updatedAt: now, version: 1 };
    const said = { courseUlid, learnerId: userId(sub), status: 'PUBLISHED', rating: 5 };
    await table.send(new PutCommand({ TableName, Item: { ...reviewKey(courseUlid, sub), ...said, ...stamp } }));
  }
}

/** By field and what it is about, as docs/authorization.md names them. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'Query.me oneself': read('{ me { id displayName email groups timeZone version } }'),
  'Mutation.updateProfile oneself': {
    arrange: async (backend) => {
      await resetVersions(backend);
      return { document: UPDATE_PROFILE, variables: { input: { timeZone: 'Europe/Berlin', version: 1 } } };
    },
  },
  "Mutation.updateProfile by the learner's picture": {
    arrange: async (backend) => {
      await resetVersions(backend);
      const avatarUploadId = await storeUpload(backend, await subOf(backend.as('student')), ulid());
      return { document: UPDATE_PROFILE, variables: { input: { avatarUploadId, version: 1 } } };
    },
    elsewhere,
  },
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
  "Query.myPoints one's own": read('{ myPoints { total level nextLevelAt week courses { courseId points } } }'),
  "Query.pointsHistory one's own": read('{ pointsHistory { items { rule points objectId courseId awardedAt } } }'),
  'Query.leaderboard of all learners': read(`{ leaderboard(scope: GLOBAL) ${BOARD} }`),
  'Query.leaderboard of a course': about({}, ({ id: courseId }) => ({
    document: `query ($courseId: ID) { leaderboard(scope: COURSE, courseId: $courseId) ${BOARD} }`,
    variables: { courseId },
  })),
  'Query.leaderboard of the week': read(`{ leaderboard(scope: WEEK) ${BOARD} }`),
  "Mutation.createCourse a course of one's own": {
    arrange: () =>
      Promise.resolve({
        document: CREATE_COURSE,
        variables: { input: { clientToken: randomUUID(), title: 'Mine', category: 'Tests', level: 'BEGINNER' } },
      }),
  },
  'Mutation.duplicateCourse a published course': about({}, ({ id }) => ({
    document: DUPLICATE_COURSE,
    variables: { input: { clientToken: randomUUID(), courseId: id } },
  })),
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
  ...AUTHORING_OPERATIONS,
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
  ...NOTIFICATION_OPERATIONS,
  ...MEDIA_OPERATIONS,
  ...ROSTER_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  'Query.reviews of a published course': about({}, ({ id }) => ({ document: REVIEWS, variables: { courseId: id } })),
  'Query.reviews of a draft': about({ draft: true }, ({ id }) => ({
    document: REVIEWS,
    variables: { courseId: id },
  })),
  "Query.myReview one's own": {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'));
      await reviewAsAll(backend, course);
      return { document: MY_REVIEW, variables: { courseId: course.id } };
    },
  },
  'Mutation.reviewCourse a course one has begun': {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'));
      await beginCourse(backend.as('student'), course);
      return { document: REVIEW_COURSE, variables: { input: { courseId: course.id, rating: 5, text: 'Good.' } } };
    },
    elsewhere,
  },
  'Mutation.reviewCourse a draft': about({ draft: true }, ({ id }) => ({
    document: REVIEW_COURSE,
    variables: { input: { courseId: id, rating: 5 } },
  })),
  "Mutation.deleteReview the learner's own": aboutReview(({ courseId }) => ({
    document: DELETE_REVIEW,
    variables: { input: { courseId } },
  })),
  "Mutation.replyToReview of a course of one's own": aboutReview(({ id, version }) => ({
    document: REPLY,
    variables: { input: { reviewId: id, text: 'Thank you.', version } },
  })),
  "Mutation.voteReviewHelpful the learner's review": aboutReview(({ id }) => ({
    document: VOTE,
    variables: { input: { reviewId: id, helpful: true } },
  })),
};
