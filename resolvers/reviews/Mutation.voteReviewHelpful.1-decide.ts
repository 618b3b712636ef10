import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationVoteReviewHelpfulArgs } from '../../generated/schema.ts';
import { inactiveAccount, type AccountItem } from '../../model/account.ts';
import { forbidden, notFound } from '../../model/errors.ts';
import { voteKey } from '../../model/keys.ts';
import type { ReviewItem } from '../../model/review.ts';
import type { VoteItem } from '../../model/vote.ts';
import { denyIf } from '../steps/deny.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { keysAround, type VoteStash } from '../steps/reviewing.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type DecideContext = Context<MutationVoteReviewHelpfulArgs, VoteStash>;

function keysFor(ctx: DecideContext) {
  const keys = keysAround(ctx, ctx.args.input.reviewId);
  return { ...keys, vote: voteKey(keys.courseUlid, keys.authorSub, signedInSub(ctx)) };
}

export function request(ctx: DecideContext) {
  const { accounts, review, vote } = keysFor(ctx);
  return readItems(ctx, [...accounts, review, vote], true);
}

export function response(ctx: DecideContext): ReviewItem | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  denyIf(ctx, inactiveAccount(pick<AccountItem>(items, keys.caller), util.time.nowISO8601()));
  const review = pick<ReviewItem>(items, keys.review);
  if (review?.status !== 'PUBLISHED') denyIf(ctx, notFound('review'));
  if (keys.authorSub === signedInSub(ctx)) denyIf(ctx, forbidden('The review is your own: leave the vote to others.'));
  ctx.stash.author = pick<AccountItem>(items, keys.author);
  ctx.stash.voted = pick<VoteItem>(items, keys.vote)?.helpful ?? false;
  return review;
}
