import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationReviewCourseArgs, ReviewCourseInput } from '../../generated/schema.ts';
import { forbidden } from '../../model/errors.ts';
import { courseUlidOf, userId } from '../../model/ids.ts';
import { reviewKey } from '../../model/keys.ts';
import { reviewKeys, type ReviewItem } from '../../model/review.ts';
import { denyIf } from '../steps/deny.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { keyOf } from '../steps/table.ts';

type WriteContext = Context<MutationReviewCourseArgs, object, { result: ReviewItem | null }>;

function textOf(input: ReviewCourseInput): string {
  return (input.text ?? '').trim();
}

/** The review says already what the caller wants it to: a repeated call changes nothing. */
function isDone(review: ReviewItem | null, input: ReviewCourseInput): boolean {
  return review?.status === 'PUBLISHED' && review.rating === input.rating && (review.text ?? '') === textOf(input);
}

/**
 * One update for the first time, a change, and anew after a deletion, so that calls at once end in one review. Sort
 * keys and votes that stand are left alone: they are the fold's.
 */
export function request(ctx: WriteContext): DynamoDBUpdateItemRequest {
  const { input } = ctx.args;
  if (isDone(ctx.prev.result, input)) runtime.earlyReturn(ctx.prev.result);
  const sub = signedInSub(ctx);
  const courseUlid = courseUlidOf(input.courseId) ?? '';
  const learnerId = userId(sub);
  const now = util.time.nowISO8601();
  const text = textOf(input);
  const nowMs = util.time.parseISO8601ToEpochMilliSeconds(now);
  const keys = reviewKeys({ courseUlid, learnerId, status: 'PUBLISHED', createdAt: now }, nowMs);
  return {
    operation: 'UpdateItem',
    key: keyOf(reviewKey(courseUlid, sub)),
    update: {
      expression:
        'SET #entity = :entity, #v = :one, #courseUlid = :courseUlid, #learnerId = :learnerId, #status = :published, ' +
        '#rating = :rating, #createdAt = if_not_exists(#createdAt, :now), #updatedAt = :now, ' +
        '#version = if_not_exists(#version, :zero) + :one, #reviewsOf = :reviewsOf, ' +
        '#reviewedOrder = if_not_exists(#reviewedOrder, :reviewedOrder), ' +
        '#helpfulOrder = if_not_exists(#helpfulOrder, :helpfulOrder), #cause = :cause' +
        (text ? ', #text = :text' : ' REMOVE #text'),
      expressionNames: {
        '#entity': 'entity',
        '#v': 'v',
        '#courseUlid': 'courseUlid',
        '#learnerId': 'learnerId',
        '#status': 'status',
        '#rating': 'rating',
        '#createdAt': 'createdAt',
        '#updatedAt': 'updatedAt',
        '#version': 'version',
        '#reviewsOf': 'reviewsOf',
        '#reviewedOrder': 'reviewedOrder',
        '#helpfulOrder': 'helpfulOrder',
        '#cause': 'cause',
        '#text': 'text',
      },
      expressionValues: util.dynamodb.toMapValues({
        ':entity': 'Review',
        ':one': 1,
        ':zero': 0,
        ':courseUlid': courseUlid,
        ':learnerId': learnerId,
        ':published': 'PUBLISHED',
        ':rating': input.rating,
        ':now': now,
        ':reviewsOf': keys.reviewsOf,
        ':reviewedOrder': keys.reviewedOrder,
        ':helpfulOrder': keys.helpfulOrder,
        ':cause': causeOf(ctx),
        ...(text ? { ':text': text } : {}),
      }),
    },
    condition: {
      expression: 'attribute_not_exists(pk) OR #status <> :removed',
      expressionNames: { '#status': 'status' },
      expressionValues: util.dynamodb.toMapValues({ ':removed': 'REMOVED' }),
    },
  };
}

export function response(ctx: WriteContext): ReviewItem {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    denyIf(ctx, forbidden('Moderators have removed your review of this course, so you can’t write another.'));
  }
  orError(ctx);
  return ctx.result as ReviewItem;
}
