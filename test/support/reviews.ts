import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { reviewKey, type Key } from '../../model/keys.ts';
import type { ReviewItem } from '../../model/review.ts';
import { newVote } from '../../model/vote.ts';
import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import { COMPLETE_LESSON, ENROLL, writeCourse, type TestCourse } from './courses.ts';
import { makeLearners, type Learner } from './learners.ts';
import { idle } from './levers.ts';

/** A review as tests ask for it. */
export interface TestReview {
  readonly id: string;
  readonly courseId: string;
  readonly author: { readonly id: string; readonly displayName: string } | null;
  readonly status: string;
  readonly rating: number | null;
  readonly text: string | null;
  readonly helpful: number;
  readonly reply: { readonly text: string; readonly repliedAt: string } | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

export interface ReviewPage {
  readonly items: readonly TestReview[];
  readonly nextToken: string | null;
}

const REVIEW = `id courseId author { id displayName } status rating text helpful reply { text repliedAt }
  createdAt updatedAt version`;

export const REVIEWS = `query ($courseId: ID!, $sort: ReviewSort, $limit: Int, $nextToken: String) {
  reviews(courseId: $courseId, sort: $sort, limit: $limit, nextToken: $nextToken) { items { ${REVIEW} } nextToken }
}`;
export const MY_REVIEW = `query ($courseId: ID!) { myReview(courseId: $courseId) { ${REVIEW} } }`;
export const REVIEW_COURSE = `mutation ($input: ReviewCourseInput!) { reviewCourse(input: $input) { ${REVIEW} } }`;
export const DELETE_REVIEW = `mutation ($input: DeleteReviewInput!) { deleteReview(input: $input) { ${REVIEW} } }`;
export const REPLY = `mutation ($input: ReplyToReviewInput!) { replyToReview(input: $input) { ${REVIEW} } }`;
export const VOTE = `mutation ($input: VoteReviewHelpfulInput!) { voteReviewHelpful(input: $input) { ${REVIEW} } }`;

/** Enrolls and completes the first lesson, which is enough to review a course of up to five. */
export async function beginCourse(learner: Client, { id, lessons }: TestCourse): Promise<void> {
  await learner.run(ENROLL, { input: { courseId: id } });
  await learner.run(COMPLETE_LESSON, { input: { courseId: id, lessonId: lessons[0]?.id } });
}

/** What somebody who has begun the course says of it. */
export async function writeReview(
  learner: Client,
  course: TestCourse,
  review: { readonly rating: number; readonly text?: string },
): Promise<TestReview> {
  const { reviewCourse } = await learner.run<{ reviewCourse: TestReview }>(REVIEW_COURSE, {
    input: { courseId: course.id, ...review },
  });
  return reviewCourse;
}

export async function newLearner(backend: TestBackend): Promise<Learner> {
  const [learner] = await makeLearners(backend, 1);
  if (!learner) throw new Error('no learner');
  return learner;
}

/** A course of the mentor's that a new learner has begun and reviewed. */
export async function reviewedCourse(backend: TestBackend) {
  const course = await writeCourse(backend.as('mentor'));
  const learner = await newLearner(backend);
  await beginCourse(learner, course);
  const review = await writeReview(learner, course, { rating: 4, text: 'Clear and short.' });
  return { course, learner, review };
}

/** A page of the course's reviews, as anybody sees it. */
export async function listReviews(
  backend: TestBackend,
  { id }: TestCourse,
  variables: Record<string, unknown> = {},
): Promise<ReviewPage> {
  const { reviews } = await backend.anybody.run<{ reviews: ReviewPage }>(REVIEWS, { courseId: id, ...variables });
  return reviews;
}

/** An item as the table has it. */
export async function storedItem<Item extends Key>({ operator }: TestBackend, { pk, sk }: Key): Promise<Item | null> {
  const { table, tableName } = operator;
  const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }));
  return (Item as Item | undefined) ?? null;
}

export function storedReview(backend: TestBackend, { id }: TestCourse, { sub }: Learner) {
  return storedItem<ReviewItem>(backend, reviewKey(id.slice('crs_'.length), sub));
}

/** New learners find the review helpful, and are counted. */
export async function castVotes(backend: TestBackend, reviewId: string, count: number): Promise<void> {
  const voters = await makeLearners(backend, count);
  await Promise.all(voters.map((voter) => voter.run(VOTE, { input: { reviewId, helpful: true } })));
  await idle(backend);
}

/** Votes behind the API's back, and has them counted: of such as were cast in time, where the fold is late. */
export async function countLate(backend: TestBackend, { id }: TestCourse, { sub }: Learner, count: number) {
  const { table, tableName } = backend.operator;
  const courseUlid = id.slice('crs_'.length);
  const now = new Date().toISOString();
  for (let nth = 0; nth < count; nth += 1) {
    const voterSub = randomUUID();
    const cause = { actor: `usr_${voterSub}`, request: '', origin: 'Mutation.voteReviewHelpful' };
    const vote = newVote({ courseUlid, reviewerSub: sub, voterSub, helpful: true, now, cause });
    await table.send(new PutCommand({ TableName: tableName, Item: vote }));
  }
  await idle(backend);
}
