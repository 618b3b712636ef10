import type { Context } from '@aws-appsync/utils';
import type { Review } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import { reviewPartsOf } from '../../model/ids.ts';
import { accountKey, reviewKey } from '../../model/keys.ts';
import { toReview, type ReviewItem } from '../../model/review.ts';
import { denyIf } from './deny.ts';
import { signedInSub } from './caller.ts';

/** What the steps of a review's change hand on. */
export interface ReviewStash {
  /** Account of the review's author, whose name the answer shows; null where it is gone. */
  author: AccountItem | null;
}

/** What the steps of a vote hand on besides. */
export interface VoteStash extends ReviewStash {
  /** Whether the caller's vote stands already. */
  voted: boolean;
}

/** A page of reviews as an index has them. */
export interface ReviewPage {
  readonly items: readonly ReviewItem[];
  readonly nextToken?: string | null;
}

/** What a change of a review ends with: the review as it stands then. */
export type ReviewedContext<Args = unknown> = Context<Args, ReviewStash, { result: ReviewItem }>;

export function reviewOf(ctx: ReviewedContext): Review {
  return toReview(ctx.prev.result, ctx.stash.author);
}

/** Keys of a review that is addressed by its id, and of those who have to do with it. */
export function keysAround(ctx: Context, id: string) {
  const parts = reviewPartsOf(id);
  if (!parts) denyIf(ctx, notFound('review'));
  const { courseUlid, sub } = parts ?? { courseUlid: '', sub: '' };
  const caller = accountKey(signedInSub(ctx));
  const author = accountKey(sub);
  return {
    courseUlid,
    authorSub: sub,
    review: reviewKey(courseUlid, sub),
    caller,
    author,
    /** No key twice: DynamoDB refuses that. */
    accounts: caller.pk === author.pk ? [caller] : [caller, author],
  };
}
