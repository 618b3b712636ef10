import { runtime, util } from '@aws-appsync/utils';
import { userId } from '../../model/ids.ts';
import type { EnrollmentItem, Removal } from '../../model/enrollment.ts';
import { rateLimited } from '../../model/errors.ts';
import { signedInSub } from '../steps/caller.ts';
import { cancelEnrollment, changedMeanwhile } from '../steps/cancel.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import type { RemovalContext } from '../steps/removing.ts';

type WriteContext = RemovalContext & { stash: { removal?: Removal } };

export function request(ctx: WriteContext) {
  const enrollment = ctx.prev.result;
  if (enrollment.removal) runtime.earlyReturn(enrollment);
  const removal = {
    actorId: userId(signedInSub(ctx)),
    reason: ctx.args.input.reason.trim(),
    removedAt: util.time.nowISO8601(),
  };
  ctx.stash.removal = removal;
  return cancelEnrollment(ctx, enrollment, removal);
}

export function response(ctx: WriteContext): EnrollmentItem {
  const standing = changedMeanwhile(ctx);
  if (standing !== undefined) {
    // The first removal stands. Given up or enrolled anew since it was read: the next call decides.
    if (standing?.removal) return standing;
    refuseIf(rateLimited());
  }
  orError(ctx);
  return { ...ctx.prev.result, status: 'CANCELED', removal: ctx.stash.removal };
}
