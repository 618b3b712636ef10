import type { Client } from './client.ts';
import { COMPLETE_LESSON, ENROLL, type TestCourse } from './courses.ts';

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
