import type { Context } from '@aws-appsync/utils';
import type { MutationRemoveLearnerArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf, userSubOf } from '../../model/ids.ts';
import { accountKey, enrollmentKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import type { RemovalStash } from '../steps/removing.ts';
import { itemsRead, pick } from '../steps/table.ts';
import { judgeTeaching, readTeaching } from '../steps/teaching.ts';

type DecideContext = Context<MutationRemoveLearnerArgs, RemovalStash>;

function keysFor(ctx: DecideContext) {
  const { courseId, userId } = ctx.args.input;
  const sub = userSubOf(userId) ?? '';
  return { learner: accountKey(sub), enrollment: enrollmentKey(sub, courseUlidOf(courseId) ?? '') };
}

export function request(ctx: DecideContext) {
  const { learner, enrollment } = keysFor(ctx);
  // No key twice: DynamoDB refuses that.
  const isCaller = learner.pk === accountKey(signedInSub(ctx)).pk;
  return readTeaching(ctx, ctx.args.input.courseId, isCaller ? [enrollment] : [learner, enrollment]);
}

export function response(ctx: DecideContext): EnrollmentItem | null {
  orError(ctx);
  judgeTeaching(ctx, ctx.args.input.courseId);
  const items = itemsRead(ctx);
  const { learner, enrollment: key } = keysFor(ctx);
  const enrollment = pick<EnrollmentItem>(items, key);
  if (!enrollment) denyIf(ctx, notFound('enrollment'));
  ctx.stash.learner = pick<AccountItem>(items, learner);
  return enrollment;
}
