import type { Cause } from './cause.ts';
import { userId } from './ids.ts';
import { voteKey, type Key } from './keys.ts';

/** Whether somebody finds a review helpful. A vote that was taken back stays, as false. */
export type VoteItem = Key & {
  readonly entity: 'Vote';
  readonly v: 1;
  readonly courseUlid: string;
  /** Author of the review. */
  readonly reviewerId: string;
  readonly voterId: string;
  readonly helpful: boolean;
  /** ISO 8601. */
  readonly votedAt: string;
  readonly cause: Cause;
};

export function newVote(vote: {
  readonly courseUlid: string;
  readonly reviewerSub: string;
  readonly voterSub: string;
  readonly helpful: boolean;
  readonly now: string;
  readonly cause: Cause;
}): VoteItem {
  const { courseUlid, reviewerSub, voterSub } = vote;
  return {
    ...voteKey(courseUlid, reviewerSub, voterSub),
    entity: 'Vote',
    v: 1,
    courseUlid,
    reviewerId: userId(reviewerSub),
    voterId: userId(voterSub),
    helpful: vote.helpful,
    votedAt: vote.now,
    cause: vote.cause,
  };
}
