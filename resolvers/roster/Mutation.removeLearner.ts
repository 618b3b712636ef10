import type { Context } from '@aws-appsync/utils';
import type { Enrollment, MutationRemoveLearnerArgs } from '../../generated/schema.ts';
import { toProfile } from '../../model/account.ts';
import { toEnrollment } from '../../model/enrollment.ts';
import { firstOf, filled } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';
import type { RemovalContext } from '../steps/removing.ts';
import { shortText } from '../steps/short-text.ts';

const MAX_REASON_BYTES = 1_000;

export function request(ctx: Context<MutationRemoveLearnerArgs>) {
  const { reason } = ctx.args.input;
  refuseIf(firstOf([filled('reason', reason), shortText('reason', reason, MAX_REASON_BYTES)]));
  return {};
}

export function response(ctx: RemovalContext): Enrollment {
  const { learner } = ctx.stash;
  return toEnrollment(ctx.prev.result, learner ? toProfile(learner) : null);
}
