import type { Context } from '@aws-appsync/utils';
import type { MutationDuplicateCourseArgs } from '../../generated/schema.ts';
import { isDraft, underWay } from '../../model/course-draft.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { judgeTeaching, readTeaching, type Teaching } from '../steps/teaching.ts';

export function request(ctx: Context<MutationDuplicateCourseArgs>) {
  return readTeaching(ctx, ctx.args.input.courseId);
}

export function response(ctx: Context<MutationDuplicateCourseArgs>): Teaching | null {
  orError(ctx);
  const teaching = judgeTeaching(ctx, ctx.args.input.courseId);
  if (teaching) refuseIf(underWay(teaching.course) ?? isDraft(teaching.course));
  return teaching;
}
