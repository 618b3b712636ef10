import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { ENROLL, type TestCourse } from '../support/courses.ts';
import type { Learner } from '../support/learners.ts';
import {
  DELETE_REVIEW,
  listReviews,
  MY_REVIEW,
  newLearner,
  REPLY,
  REVIEW_COURSE,
  reviewedCourse,
  REVIEWS,
  VOTE,
  writeReview,
  type TestReview,
} from '../support/reviews.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;
let mentor: Client;
let course: TestCourse;
let learner: Learner;
let review: TestReview;

beforeAll(async () => {
  backend = await startTestBackend();
  mentor = backend.as('mentor');
  ({ course, learner, review } = await reviewedCourse(backend));
});
afterAll(() => backend.stop());

/** What each call is refused with, after making sure that none has written anything. */
function refusedAll(calls: readonly (readonly [Client, string, Record<string, unknown>])[]) {
  return writingNothing(backend, () =>
    Promise.all(calls.map(([client, document, input]) => client.refusal(document, { input }))),
  );
}

async function refused(client: Client, document: string, input: Record<string, unknown>) {
  const [refusal] = await refusedAll([[client, document, input]]);
  return refusal;
}

describe('given input that no review can be made of', () => {
  const TEXTS: readonly (readonly [string, string])[] = [
    ['characters', 'a\u0000b'],
    ['characters', 'half an emoji \ud83d'],
    ['characters', '\udc00'],
    ['characters', 'bell \u0007'],
    ['size', 'x'.repeat(2_001)],
    ['size', '漢'.repeat(667)],
    ['size', '🎓'.repeat(501)],
    ['size', 'x'.repeat(500_000)],
  ];

  it.each([0, 6, -1, 2_147_483_647])('when the rating is %d, then it is refused', async (rating) => {
    expect(await refused(learner, REVIEW_COURSE, { courseId: course.id, rating })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field: 'rating', rule: 'range' },
    });
  });

  it.each(TEXTS)('when the text breaks the rule of %s, then it is refused, of review and reply', async (rule, text) => {
    const wrong = { errorType: 'Validation', errorInfo: { field: 'text', rule } };
    const refusals = await refusedAll([
      [learner, REVIEW_COURSE, { courseId: course.id, rating: 3, text }],
      [mentor, REPLY, { reviewId: review.id, text, version: 1 }],
    ]);
    expect(refusals).toMatchObject([wrong, wrong]);
  });

  it('when the text is long, or of any script, then it is kept as it is written', async () => {
    for (const text of [
      'x'.repeat(2_000),
      '漢'.repeat(666),
      'first line\n\tsecond',
      'مرحبا \u2067يمين\u2069 end, \u202eturned\u202c',
      'zero\u200bwidth, e\u0301 and é',
      '<script>alert(1)</script> [link](javascript:alert(1))',
      '=HYPERLINK("x")',
    ]) {
      expect(await writeReview(learner, course, { rating: 3, text })).toMatchObject({ text });
      expect((await listReviews(backend, course)).items[0]?.text).toBe(text);
    }
  });

  it.each([
    { helpful: 9 },
    { status: 'PUBLISHED' },
    { learnerId: 'usr_x' },
    { version: 1 },
    { rating: 4.5 },
    { rating: '5' },
  ])('when it has what the schema does not know, %j, then the schema refuses it', async (extra) => {
    const refusal = await refused(learner, REVIEW_COURSE, { courseId: course.id, rating: 3, ...extra });
    expect(refusal?.path).not.toEqual(['reviewCourse']);
  });

  it.each(['', 'nonsense', 'crs_', `crs_${'#'.repeat(26)}`])(
    'when the course is %j, then there is none',
    async (courseId) => {
      const refusals = await refusedAll([
        [learner, REVIEW_COURSE, { courseId, rating: 3 }],
        [learner, DELETE_REVIEW, { courseId }],
      ]);
      expect(refusals).toMatchObject([{ errorType: 'NotFound' }, { errorType: 'NotFound' }]);
      expect(await backend.anybody.refusal(REVIEWS, { courseId })).toMatchObject({ errorType: 'NotFound' });
      expect(await learner.run(MY_REVIEW, { courseId })).toEqual({ myReview: null });
    },
  );

  it('when the review is none, then the answer is that of one that is not there', async () => {
    const there = `rev_${course.id.slice(4)}`;
    const ids = ['', 'nonsense', there, `${there}${learner.sub}0`, `${there}${'#'.repeat(36)}`, course.id];
    const refusals = await refusedAll(
      ids.flatMap((reviewId) => [
        [backend.as('student2'), VOTE, { reviewId, helpful: true }] as const,
        [mentor, REPLY, { reviewId, text: 'Hm.', version: 1 }] as const,
      ]),
    );
    expect(refusals).toHaveLength(12);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ errorType: 'NotFound', message: 'There is no such review.' });
    }
  });

  it('when the course has not begun for them, then enrolling alone is not enough', async () => {
    const late = await newLearner(backend);
    await late.run(ENROLL, { input: { courseId: course.id } });
    expect(await refused(late, REVIEW_COURSE, { courseId: course.id, rating: 3 })).toMatchObject({
      errorType: 'Forbidden',
    });
  });
});
