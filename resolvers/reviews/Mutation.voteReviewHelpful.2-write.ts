import type { Context, DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationVoteReviewHelpfulArgs } from '../../generated/schema.ts';
import { subOf } from '../../model/ids.ts';
import type { ReviewItem } from '../../model/review.ts';
import { newVote } from '../../model/vote.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import type { VoteStash } from '../steps/reviewing.ts';
import { attributesOf, keyOf } from '../steps/table.ts';

type WriteContext = Context<MutationVoteReviewHelpfulArgs, VoteStash, { result: ReviewItem }>;

/** The last vote stands, whatever the order: it is the person's own. What has not changed is not written. */
export function request(ctx: WriteContext): DynamoDBPutItemRequest {
  const { helpful } = ctx.args.input;
  const review = ctx.prev.result;
  if (ctx.stash.voted === helpful) runtime.earlyReturn(review);
  const vote = newVote({
    courseUlid: review.courseUlid,
    reviewerSub: subOf(review.learnerId),
    voterSub: signedInSub(ctx),
    helpful,
    now: util.time.nowISO8601(),
    cause: causeOf(ctx),
  });
  return { operation: 'PutItem', key: keyOf(vote), attributeValues: attributesOf(vote) };
}

export function response(ctx: WriteContext): ReviewItem {
  orError(ctx);
  return ctx.prev.result;
}
