import { deepEqual, ok } from 'node:assert/strict';
import type { Review, ReviewConnection } from '../../generated/schema.ts';
import { REVIEW_COURSE, REVIEWS } from '../documents.ts';
import { NEWEST_REVIEWERS, REVIEW_TEXT, reviewerName } from '../reviewers.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** What learners say of courses, and others read. */
export function reviewing({ anybody, learner, courses }: School): readonly Operation[] {
  const [{ id: courseId }] = courses;
  return [
    {
      name: 'reviews page',
      title: 'The 20 reviews of a course that were written last, with their authors',
      run: async () => {
        const { reviews } = await anybody<{ reviews: ReviewConnection }>(REVIEWS, { courseId });
        deepEqual(
          reviews.items.map(({ author, rating, text }) => ({ author: author?.displayName, rating, text })),
          NEWEST_REVIEWERS.map((number) => ({
            author: reviewerName(number),
            rating: 1 + (number % 5),
            text: REVIEW_TEXT,
          })),
        );
        ok(reviews.nextToken);
      },
    },
    {
      name: 'reviewCourse',
      title: 'Review a course of 48 lessons',
      run: async () => {
        const input = { courseId, rating: 5, text: REVIEW_TEXT };
        const { reviewCourse } = await learner.ask<{ reviewCourse: Review }>(REVIEW_COURSE, { input });
        deepEqual(reviewCourse, { ...input, author: { id: learner.id }, version: 1 });
      },
    },
  ];
}
