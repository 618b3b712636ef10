import type { DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationReplyToReviewArgs, ReplyToReviewInput } from '../../generated/schema.ts';
import { userId } from '../../model/ids.ts';
import { conflict, notFound } from '../../model/errors.ts';
import type { ReviewItem } from '../../model/review.ts';
import { denyIf } from '../steps/deny.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import type { ReviewedContext } from '../steps/reviewing.ts';
import { keyOf } from '../steps/table.ts';

type WriteContext = ReviewedContext<MutationReplyToReviewArgs>;

function textOf(input: ReplyToReviewInput): string {
  return (input.text ?? '').trim();
}

/** The review has the very reply that the caller asks for, by this call or as it was: nothing changes. */
function isDone(review: ReviewItem, input: ReplyToReviewInput): boolean {
  const seen = review.version === input.version || review.version === input.version + 1;
  return seen && review.status === 'PUBLISHED' && (review.reply?.text ?? '') === textOf(input);
}

export function request(ctx: WriteContext): DynamoDBUpdateItemRequest {
  const review = ctx.prev.result;
  const { input } = ctx.args;
  if (isDone(review, input)) runtime.earlyReturn(review);
  const text = textOf(input);
  const reply = { text, mentorId: userId(signedInSub(ctx)), at: util.time.nowISO8601() };
  return {
    operation: 'UpdateItem',
    key: keyOf(review),
    update: {
      expression: `SET #version = #version + :one, #cause = :cause${text ? ', #reply = :reply' : ' REMOVE #reply'}`,
      expressionNames: { '#version': 'version', '#cause': 'cause', '#reply': 'reply' },
      expressionValues: util.dynamodb.toMapValues({
        ':one': 1,
        ':cause': causeOf(ctx),
        ...(text ? { ':reply': reply } : {}),
      }),
    },
    condition: {
      expression: '#status = :published AND #version = :version',
      expressionNames: { '#status': 'status', '#version': 'version' },
      expressionValues: util.dynamodb.toMapValues({ ':published': 'PUBLISHED', ':version': input.version }),
    },
  };
}

export function response(ctx: WriteContext): ReviewItem {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    const standing = ctx.result as ReviewItem | null;
    if (standing && isDone(standing, ctx.args.input)) return standing;
    // Deleted since it was read: it is not there.
    denyIf(
      ctx,
      standing?.status === 'PUBLISHED'
        ? conflict('The review has changed since you read it. Read it again, then decide.')
        : notFound('review'),
    );
  }
  orError(ctx);
  return ctx.result as ReviewItem;
}
