import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewId as idOfReview } from '../../model/ids.ts';
import type { Key } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { writeCourse, type TestCourse } from '../support/courses.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { idle } from '../support/levers.ts';
import {
  beginCourse,
  DELETE_REVIEW,
  listReviews,
  newLearner,
  REPLY,
  REVIEW_COURSE,
  reviewedCourse,
  VOTE,
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

async function itemsOf({ id }: TestCourse): Promise<Key[]> {
  return (await backend.items()).filter(({ pk }) => pk === `REVIEWS#${id.slice(4)}`);
}

describe('given a learner with several devices', () => {
  it('when 50 calls review the course at once, then there is one review, and each was answered with it', async () => {
    const course = await writeCourse(mentor);
    const learner = await newLearner(backend);
    await beginCourse(learner, course);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, call) =>
        learner.run<{ reviewCourse: TestReview }>(REVIEW_COURSE, {
          input: { courseId: course.id, rating: 1 + (call % 5), text: `Call ${call}` },
        }),
      ),
    );
    const reviews = answers.map(({ reviewCourse }) => reviewCourse);
    expect(new Set(reviews.map((review) => review.id)).size).toBe(1);
    expect(new Set(reviews.map((review) => review.createdAt)).size).toBe(1);
    expect(reviews.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, place) => place + 1),
    );
    expect(await itemsOf(course)).toHaveLength(1);
    const last = reviews.find(({ version }) => version === 50);
    for (const sort of ['NEWEST', 'HELPFUL']) {
      expect((await listReviews(backend, course, { sort })).items).toEqual([last]);
    }
  });

  it('when they delete it several times at once, then it is done once and every answer is the same', async () => {
    const { course, learner } = await reviewedCourse(backend);
    const [first, ...others] = await Promise.all(
      Array.from({ length: 8 }, () => learner.run(DELETE_REVIEW, { input: { courseId: course.id } })),
    );
    expect(first).toMatchObject({ deleteReview: { status: 'DELETED', version: 2 } });
    expect(others).toEqual(others.map(() => first));
  });
});

describe('given a mentor and an Admin who have seen the same version', () => {
  it('when both reply, then one of them is told of the Conflict', async () => {
    const { course, review } = await reviewedCourse(backend);
    const reviewId = review.id;
    const answers = await Promise.all(
      [mentor, backend.as('admin')].map((client, place) =>
        client.ask<{ replyToReview: TestReview | null }>(REPLY, {
          input: { reviewId, text: `Reply ${place}`, version: 1 },
        }),
      ),
    );
    const outcomes = answers.map(({ data, errors }) => errors[0]?.errorType ?? data?.replyToReview?.reply?.text);
    expect(outcomes.filter((outcome) => outcome === 'Conflict')).toHaveLength(1);
    const [standing] = (await listReviews(backend, course, { sort: 'NEWEST' })).items;
    expect(outcomes).toContain(standing?.reply?.text);
    expect(standing?.version).toBe(2);
  });
});

describe('given a reader with several devices', () => {
  it('when they vote and take it back at once, then there is one vote', async () => {
    const { course, review } = await reviewedCourse(backend);
    const reviewId = review.id;
    const voters = await makeLearners(backend, 3);
    await Promise.all(
      Array.from({ length: 10 }, (_, call) =>
        voters.map((voter) => voter.run(VOTE, { input: { reviewId, helpful: call % 2 === 0 } })),
      ).flat(),
    );
    const votes = (await itemsOf(course)).filter(({ sk }) => sk.startsWith('VOTE#'));
    expect(votes).toHaveLength(3);
    await Promise.all(voters.map((voter) => voter.run(VOTE, { input: { reviewId, helpful: true } })));
    const settled = (await itemsOf(course)).filter(({ sk }) => sk.startsWith('VOTE#'));
    expect(settled.map((vote) => (vote as unknown as { helpful: boolean }).helpful)).toEqual([true, true, true]);
  });
});

type Step =
  | { readonly do: 'write'; readonly who: number; readonly rating: number }
  | { readonly do: 'delete'; readonly who: number }
  | { readonly do: 'vote'; readonly who: number; readonly voter: number; readonly helpful: boolean };

const who = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('write' as const), who, rating: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('delete' as const), who }),
  fc.record({ do: fc.constant('vote' as const), who, voter: who, helpful: fc.boolean() }),
);

describe('given learners who write and delete while votes are counted, in any order', () => {
  it('when all is done, then both lists hold exactly what stands, in their order', async () => {
    const course = await writeCourse(mentor);
    const learners = await makeLearners(backend, 3);
    const voters = await makeLearners(backend, 3);
    for (const learner of learners) await beginCourse(learner, course);
    /** What must stand, across runs: the course and its learners are the same. */
    const ratings = new Map<Learner, number>();
    const votes = new Map<Learner, Set<number>>();
    const written: Learner[] = [];
    const votesOf = (learner: Learner): number => votes.get(learner)?.size ?? 0;
    const take = async (one: Step): Promise<void> => {
      const learner = learners[one.who] as Learner;
      if (one.do === 'write') {
        await writeReview(learner, course, { rating: one.rating });
        ratings.set(learner, one.rating);
        if (!written.includes(learner)) written.push(learner);
      } else if (one.do === 'delete') {
        await learner.ask(DELETE_REVIEW, { input: { courseId: course.id } });
        ratings.delete(learner);
      } else {
        const input = {
          reviewId: idOfReview(course.id.slice('crs_'.length), `usr_${learner.sub}`),
          helpful: one.helpful,
        };
        const { errors } = (await voters[one.voter]?.ask(VOTE, { input })) ?? { errors: [] };
        // Nobody votes on what is not there; votes that were cast outlive a deletion.
        expect(errors.map(({ errorType }) => errorType)).toEqual(ratings.has(learner) ? [] : ['NotFound']);
        if (errors.length > 0) return;
        const standing = votes.get(learner) ?? new Set();
        votes.set(learner, standing);
        if (one.helpful) standing.add(one.voter);
        else standing.delete(one.voter);
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const one of steps) await take(one);
        await idle(backend);
        const newest = [...written].reverse().filter((learner) => ratings.has(learner));
        const shown = (learner: Learner) => [`usr_${learner.sub}`, ratings.get(learner), votesOf(learner)];
        const seen = async (sort: string) =>
          (await listReviews(backend, course, { sort })).items.map(({ author, rating, helpful }) => [
            author?.id,
            rating,
            helpful,
          ]);
        expect(await seen('NEWEST')).toEqual(newest.map(shown));
        const helpful = [...newest].sort((a, b) => votesOf(b) - votesOf(a));
        expect(await seen('HELPFUL')).toEqual(helpful.map(shown));
      }),
      // What stands goes on from run to run, so a failure can't be shrunk.
      { numRuns: 15, endOnFailure: true },
    );
  }, 90_000);
});
