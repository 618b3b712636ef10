import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountKey, reviewKey, voteKey } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { COMPLETE_LESSON, CREATE_LESSON, UNENROLL, writeCourse, type TestCourse } from '../support/courses.ts';
import type { Learner } from '../support/learners.ts';
import { writingNothing } from '../support/nothing-written.ts';
import {
  beginCourse,
  castVotes,
  countLate,
  DELETE_REVIEW,
  MY_REVIEW,
  REPLY,
  REVIEW_COURSE,
  VOTE,
  listReviews,
  newLearner,
  reviewedCourse,
  storedItem,
  storedReview,
  writeReview,
  type TestReview,
} from '../support/reviews.ts';

let backend: TestBackend;
let mentor: Client;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
});
afterAll(() => backend.stop());

async function myReview(learner: Client, { id }: TestCourse): Promise<TestReview | null> {
  return (await learner.run<{ myReview: TestReview | null }>(MY_REVIEW, { courseId: id })).myReview;
}

/** The refusal, after making sure that nothing was written. */
function refused(client: Client, document: string, input: Record<string, unknown>) {
  return writingNothing(backend, () => client.refusal(document, { input }));
}

describe('given a learner in a course of ten lessons', () => {
  let course: TestCourse;
  let learner: Learner;

  beforeAll(async () => {
    course = await writeCourse(mentor, { lessons: 10 });
    learner = await newLearner(backend);
  });

  it('when they have not enrolled, then there is nothing to review', async () => {
    expect(await refused(learner, REVIEW_COURSE, { courseId: course.id, rating: 5 })).toMatchObject({
      errorType: 'NotFound',
    });
  });

  it('when they have done one, then they are told how much is enough', async () => {
    await beginCourse(learner, course);
    expect(await refused(learner, REVIEW_COURSE, { courseId: course.id, rating: 5 })).toMatchObject({
      errorType: 'Forbidden',
      message: 'Complete at least 20 % of the lessons before you review the course; you are at 10 %.',
    });
  });

  it('when they have done two, then their review is theirs to see, and everybody’s', async () => {
    await learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId: course.lessons[7]?.id } });
    const review = await writeReview(learner, course, { rating: 5, text: '  Worth every minute.\n' });
    expect(review).toEqual({
      id: `rev_${course.id.slice(4)}${learner.sub}`,
      courseId: course.id,
      author: { id: `usr_${learner.sub}`, displayName: 'A learner' },
      status: 'PUBLISHED',
      rating: 5,
      text: 'Worth every minute.',
      helpful: 0,
      reply: null,
      createdAt: review.createdAt,
      updatedAt: review.createdAt,
      version: 1,
    });
    expect(await myReview(learner, course)).toEqual(review);
    expect(await listReviews(backend, course)).toEqual({ items: [review], nextToken: null });
    expect(await listReviews(backend, course, { sort: 'HELPFUL' })).toEqual({ items: [review], nextToken: null });
  });

  it('when they repeat the call, then nothing is written and the answer is the same', async () => {
    const again = await writingNothing(backend, () =>
      writeReview(learner, course, { rating: 5, text: 'Worth every minute.' }),
    );
    expect(again).toEqual(await myReview(learner, course));
  });

  it('when they think again, then the same review says so', async () => {
    const before = await myReview(learner, course);
    const review = await writeReview(learner, course, { rating: 2 });
    expect(review).toMatchObject({ id: before?.id, rating: 2, text: null, createdAt: before?.createdAt, version: 2 });
    expect(review.updatedAt >= (before?.updatedAt ?? '')).toBe(true);
    expect((await listReviews(backend, course)).items).toEqual([review]);
  });

  it('when they change their name, then the list has the new one', async () => {
    const rename = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { version } }';
    await learner.run(rename, { input: { displayName: 'Renamed', version: 1 } });
    expect((await listReviews(backend, course)).items[0]?.author?.displayName).toBe('Renamed');
  });

  it('when they leave the course, then the review stays, can’t be changed, and can be deleted', async () => {
    await learner.run(UNENROLL, { input: { courseId: course.id } });
    expect((await listReviews(backend, course)).items).toHaveLength(1);
    expect(await refused(learner, REVIEW_COURSE, { courseId: course.id, rating: 1 })).toMatchObject({
      errorType: 'NotFound',
    });
    await learner.run(DELETE_REVIEW, { input: { courseId: course.id } });
    expect((await listReviews(backend, course)).items).toEqual([]);
  });

  it('when the course has grown since they completed it, then what they did is still enough', async () => {
    const short = await writeCourse(mentor, { lessons: 1 });
    const done = await newLearner(backend);
    await beginCourse(done, short);
    for (let place = 0; place < 9; place += 1) {
      const { id: courseId, moduleId } = short;
      const input = { clientToken: `more ${place}`, courseId, moduleId, title: 'More', kind: 'TEXT' };
      await mentor.run(CREATE_LESSON, { input: { ...input, clientToken: `${courseId} ${place}` } });
    }
    expect(await writeReview(done, short, { rating: 3 })).toMatchObject({ rating: 3 });
  });
});

describe('given a review', () => {
  let course: TestCourse;
  let learner: Learner;
  let review: TestReview;

  beforeEach(async () => {
    ({ course, learner, review } = await reviewedCourse(backend));
  });

  it('when the mentor replies, changes the reply and takes it away, then everybody sees that', async () => {
    const reply = async (text: string | null, version: number) => {
      const input = { reviewId: review.id, text, version };
      return (await mentor.run<{ replyToReview: TestReview }>(REPLY, { input })).replyToReview;
    };
    const first = await reply(' Thank you! ', 1);
    expect(first).toMatchObject({ reply: { text: 'Thank you!' }, version: 2, updatedAt: review.updatedAt });
    expect(await reply('Thank you!', 1)).toEqual(first);
    const second = await reply('Thanks.', 2);
    expect((await listReviews(backend, course)).items).toEqual([second]);
    expect((await storedReview(backend, course, learner))?.reply?.mentorId).toMatch(/^usr_/);
    for (const [text, version] of [
      ['', 3],
      [null, 4],
      [' ', 4],
    ] as const) {
      expect(await reply(text, version)).toMatchObject({ reply: null, version: 4 });
    }
    expect((await listReviews(backend, course)).items[0]?.reply).toBeNull();
  });

  it('when the mentor has seen another version, then that is a Conflict', async () => {
    await writeReview(learner, course, { rating: 1, text: 'On second thought, no.' });
    const refusal = await refused(mentor, REPLY, { reviewId: review.id, text: 'Thank you!', version: 1 });
    expect(refusal).toMatchObject({ errorType: 'Conflict' });
  });

  it('when its author changes it after the reply, then the reply stays', async () => {
    await mentor.run(REPLY, { input: { reviewId: review.id, text: 'Thank you!', version: 1 } });
    expect(await writeReview(learner, course, { rating: 5 })).toMatchObject({
      reply: { text: 'Thank you!' },
      version: 3,
    });
  });

  it('when somebody votes, votes again and takes it back, then there is one vote, and it says false', async () => {
    const voter = await newLearner(backend);
    const key = voteKey(course.id.slice(4), learner.sub, voter.sub);
    const vote = (helpful: boolean) => voter.run(VOTE, { input: { reviewId: review.id, helpful } });
    await writingNothing(backend, () => vote(false));
    expect(await vote(true)).toEqual({ voteReviewHelpful: review });
    const voted = await storedItem(backend, key);
    expect(voted).toMatchObject({
      entity: 'Vote',
      v: 1,
      courseUlid: course.id.slice(4),
      reviewerId: `usr_${learner.sub}`,
      voterId: `usr_${voter.sub}`,
      helpful: true,
      cause: { actor: `usr_${voter.sub}`, origin: 'Mutation.voteReviewHelpful' },
    });
    await writingNothing(backend, () => vote(true));
    await vote(false);
    expect(await storedItem(backend, key)).toMatchObject({ helpful: false });
  });

  it('when its author votes for it, then that is refused', async () => {
    expect(await refused(learner, VOTE, { reviewId: review.id, helpful: true })).toMatchObject({
      errorType: 'Forbidden',
    });
  });

  it('when it is deleted, then nothing of what was said is left, and doing it again is answered the same', async () => {
    await mentor.run(REPLY, { input: { reviewId: review.id, text: 'Thank you!', version: 1 } });
    await castVotes(backend, review.id, 3);
    const remove = () => learner.run<{ deleteReview: TestReview }>(DELETE_REVIEW, { input: { courseId: course.id } });
    const first = await remove();
    expect(first.deleteReview).toMatchObject({ status: 'DELETED', rating: null, text: null, reply: null, version: 3 });
    expect(await writingNothing(backend, remove)).toEqual(first);
    const item = await storedReview(backend, course, learner);
    expect(Object.keys(item ?? {})).not.toEqual(expect.arrayContaining(['rating']));
    expect(JSON.stringify(item)).not.toMatch(/Clear and short|Thank you/);
    expect(item?.cause).toMatchObject({ actor: `usr_${learner.sub}`, origin: 'Mutation.deleteReview' });
    expect(await myReview(learner, course)).toBeNull();
    for (const sort of ['NEWEST', 'HELPFUL']) expect((await listReviews(backend, course, { sort })).items).toEqual([]);
    // Votes that are counted only now bring it back into no list.
    await countLate(backend, course, learner, 2);
    expect(await storedReview(backend, course, learner)).toMatchObject({ status: 'DELETED', helpful: 5 });
    for (const sort of ['NEWEST', 'HELPFUL']) expect((await listReviews(backend, course, { sort })).items).toEqual([]);
    for (const [client, document, input] of [
      [mentor, REPLY, { text: 'Oh.', version: 3 }],
      [backend.as('student2'), VOTE, { helpful: true }],
    ] as const) {
      expect(await refused(client, document, { reviewId: review.id, ...input })).toMatchObject({
        errorType: 'NotFound',
      });
    }
  });

  it('when it is written anew after its deletion, then it is listed again, with its votes, where it was', async () => {
    const later = await newLearner(backend);
    await beginCourse(later, course);
    await writeReview(later, course, { rating: 3 });
    await castVotes(backend, review.id, 2);
    await learner.run(DELETE_REVIEW, { input: { courseId: course.id } });
    await countLate(backend, course, learner, 3);
    const revived = await writeReview(learner, course, { rating: 1, text: 'Changed my mind.' });
    expect(revived).toMatchObject({ id: review.id, helpful: 5, createdAt: review.createdAt, version: 3 });
    const ratings = async (sort: string) =>
      (await listReviews(backend, course, { sort })).items.map(({ rating }) => rating);
    expect(await ratings('NEWEST')).toEqual([3, 1]);
    expect(await ratings('HELPFUL')).toEqual([1, 3]);
  });

  it('when moderators have removed it, then its author alone sees it, and can’t write over that', async () => {
    const { table, tableName } = backend.operator;
    const { pk, sk } = reviewKey(course.id.slice(4), learner.sub);
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'SET #status = :removed REMOVE reviewsOf',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':removed': 'REMOVED' },
      }),
    );
    expect((await listReviews(backend, course)).items).toEqual([]);
    expect(await myReview(learner, course)).toMatchObject({ status: 'REMOVED', text: 'Clear and short.' });
    await writingNothing(backend, () => learner.run(DELETE_REVIEW, { input: { courseId: course.id } }));
    for (const rating of [4, 5]) {
      const input = { courseId: course.id, rating, text: 'Clear and short.' };
      expect(await refused(learner, REVIEW_COURSE, input)).toMatchObject({ errorType: 'Forbidden' });
    }
  });

  it('when its author’s account is gone, then it has no author', async () => {
    const { table, tableName } = backend.operator;
    await table.send(new DeleteCommand({ TableName: tableName, Key: accountKey(learner.sub) }));
    expect((await listReviews(backend, course)).items).toEqual([{ ...review, author: null }]);
  });
});
