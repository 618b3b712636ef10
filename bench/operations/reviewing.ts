import { deepEqual, ok } from 'node:assert/strict';
import type { Review, ReviewConnection } from '../../generated/schema.ts';
import { DELETE_REVIEW, MY_REVIEW, REPLY_TO_REVIEW, REVIEW_COURSE, REVIEWS, VOTE_REVIEW } from '../documents.ts';
import { NEWEST_REVIEWERS, REVIEW_TEXT, reviewerName } from '../reviewers.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** What learners say of courses, and others read. */
export function reviewing({ anybody, learner, mentor, courses }: School): readonly Operation[] {
  const [{ id: courseId }] = courses;
  let reviewId = '';
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
    {
      name: 'myReview',
      title: 'My review of a course',
      run: async () => {
        const { myReview } = await learner.ask<{ myReview: Review }>(MY_REVIEW, { courseId });
        deepEqual([myReview.rating, myReview.version], [5, 1]);
        reviewId = myReview.id;
      },
    },
    {
      name: 'voteReviewHelpful',
      title: 'Find a review helpful',
      run: async () => {
        const input = { reviewId, helpful: true };
        const { voteReviewHelpful } = await mentor.ask<{ voteReviewHelpful: Review }>(VOTE_REVIEW, { input });
        deepEqual(voteReviewHelpful, { id: reviewId });
      },
    },
    {
      name: 'replyToReview',
      title: 'Reply to a review of my course',
      run: async () => {
        const input = { reviewId, text: REVIEW_TEXT, version: 1 };
        const { replyToReview } = await mentor.ask<{ replyToReview: Review }>(REPLY_TO_REVIEW, { input });
        deepEqual(replyToReview, { id: reviewId, reply: { text: REVIEW_TEXT }, version: 2 });
      },
    },
    {
      name: 'deleteReview',
      title: 'Take my review back',
      run: async () => {
        const { deleteReview } = await learner.ask<{ deleteReview: Review }>(DELETE_REVIEW, { input: { courseId } });
        deepEqual(deleteReview, { status: 'DELETED' });
      },
    },
  ];
}
