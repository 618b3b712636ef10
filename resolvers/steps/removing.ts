import type { Context } from '@aws-appsync/utils';
import type { MutationRemoveLearnerArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';

/** What the steps of `removeLearner` hand on. */
export interface RemovalStash {
  /** Account of the learner; null where it is gone. */
  learner?: AccountItem | null;
}

export type RemovalContext = Context<MutationRemoveLearnerArgs, RemovalStash, { result: EnrollmentItem }>;
