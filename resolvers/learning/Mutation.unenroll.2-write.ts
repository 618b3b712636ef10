import type { Context } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import type { MutationUnenrollArgs } from '../../generated/schema.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { rateLimited } from '../../model/errors.ts';
import { cancelEnrollment, changedMeanwhile } from '../steps/cancel.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

type WriteContext = Context<MutationUnenrollArgs, object, { result: EnrollmentItem }>;

export function request(ctx: WriteContext) {
  const enrollment = ctx.prev.result;
  if (enrollment.status === 'CANCELED') runtime.earlyReturn(enrollment);
  return cancelEnrollment(ctx, enrollment, null);
}

export function response(ctx: WriteContext): EnrollmentItem {
  const standing = changedMeanwhile(ctx);
  if (standing !== undefined) {
    // The same call at the same time, or a lost answer's retry. Enrolled anew since it was read: the next call decides.
    if (standing?.status === 'CANCELED') return standing;
    refuseIf(rateLimited());
  }
  orError(ctx);
  return { ...ctx.prev.result, status: 'CANCELED' };
}
