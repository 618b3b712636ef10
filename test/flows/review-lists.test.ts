import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewKey } from '../../model/keys.ts';
import { HELPFUL_STEP, reviewKeys } from '../../model/review.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { listReviews, reviewedCourse, REVIEWS, type ReviewPage } from '../support/reviews.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

describe('given a course with many reviews', () => {
  const COUNT = 120;
  let course: TestCourse;
  let learners: readonly Learner[];

  beforeAll(async () => {
    course = await writeCourse(backend.as('mentor'));
    learners = await makeLearners(backend, COUNT);
    const { table, tableName } = backend.operator;
    const courseUlid = course.id.slice(4);
    await Promise.all(
      learners.map(({ sub }, place) => {
        const at = new Date(Date.UTC(2026, 0, 1, 0, place)).toISOString();
        const said = { courseUlid, learnerId: `usr_${sub}`, status: 'PUBLISHED', helpful: place % 12 } as const;
        const review = { ...said, rating: 5, createdAt: at, updatedAt: at, version: 1 };
        const keys = reviewKeys(review, Date.parse(at));
        const helpfulOrder = keys.helpfulOrder + review.helpful * HELPFUL_STEP;
        const Item = { ...reviewKey(courseUlid, sub), ...review, ...keys, helpfulOrder };
        return table.send(new PutCommand({ TableName: tableName, Item }));
      }),
    );
  });

  async function pages(variables: Record<string, unknown>): Promise<ReviewPage[]> {
    const found: ReviewPage[] = [];
    let nextToken: string | null = null;
    do {
      const page: ReviewPage = await listReviews(backend, course, { ...variables, nextToken });
      found.push(page);
      ({ nextToken } = page);
    } while (nextToken && found.length < 20);
    return found;
  }

  it.each([undefined, 7, 99, 100])('when it is read in pages of %s, then each review is there once', async (limit) => {
    const found = await pages({ limit });
    expect(found[0]?.items).toHaveLength(Math.min(limit ?? 20, 99));
    const authors = found.flatMap(({ items }) => items.map(({ author }) => author?.id));
    expect(authors).toEqual([...learners].reverse().map(({ sub }) => `usr_${sub}`));
  });

  it('when the most helpful come first, then the newer comes first among equals', async () => {
    const found = (await pages({ sort: 'HELPFUL', limit: 50 })).flatMap(({ items }) => items);
    const sorted = [...found].sort((a, b) => b.helpful - a.helpful || (a.createdAt < b.createdAt ? 1 : -1));
    expect(found).toHaveLength(COUNT);
    expect(found).toEqual(sorted);
  });

  it('when a token is of another list, broken or foreign, then nothing of another list is shown', async () => {
    const { course: other } = await reviewedCourse(backend);
    const { nextToken } = await listReviews(backend, course, { limit: 2 });
    const helpful = (await listReviews(backend, course, { sort: 'HELPFUL', limit: 2 })).nextToken;
    for (const variables of [
      { courseId: other.id, nextToken },
      { courseId: course.id, nextToken: helpful },
      { courseId: course.id, nextToken: 'nonsense' },
    ]) {
      const refusal = await backend.anybody.refusal(REVIEWS, variables);
      expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'nextToken' } });
    }
  });

  it.each([0, -1, 101])('when a page of %d is asked for, then that is refused', async (limit) => {
    const refusal = await backend.anybody.refusal(REVIEWS, { courseId: course.id, limit });
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field: 'limit', rule: 'range' } });
  });
});
