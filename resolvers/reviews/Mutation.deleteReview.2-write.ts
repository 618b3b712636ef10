import type { DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { ReviewItem } from '../../model/review.ts';
import { causeOf } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import type { ReviewedContext } from '../steps/reviewing.ts';
import { keyOf } from '../steps/table.ts';

/** Takes away what was said, and the key without which no list has it. That somebody deleted it stays. */
export function request(ctx: ReviewedContext): DynamoDBUpdateItemRequest {
  const review = ctx.prev.result;
  if (review.status !== 'PUBLISHED') runtime.earlyReturn(review);
  return {
    operation: 'UpdateItem',
    key: keyOf(review),
    update: {
      expression:
        'SET #status = :deleted, #updatedAt = :now, #version = #version + :one, #cause = :cause ' +
        'REMOVE #rating, #text, #reply, #reviewsOf',
      expressionNames: {
        '#status': 'status',
        '#updatedAt': 'updatedAt',
        '#version': 'version',
        '#cause': 'cause',
        '#rating': 'rating',
        '#text': 'text',
        '#reply': 'reply',
        '#reviewsOf': 'reviewsOf',
      },
      expressionValues: util.dynamodb.toMapValues({
        ':deleted': 'DELETED',
        ':now': util.time.nowISO8601(),
        ':one': 1,
        ':cause': causeOf(ctx),
      }),
    },
    condition: {
      expression: '#status = :published',
      expressionNames: { '#status': 'status' },
      expressionValues: util.dynamodb.toMapValues({ ':published': 'PUBLISHED' }),
    },
  };
}

export function response(ctx: ReviewedContext): ReviewItem {
  // The same call at the same time, or moderators, came first: it is gone, and this is how.
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException' && ctx.result) return ctx.result as ReviewItem;
  orError(ctx);
  return ctx.result as ReviewItem;
}
