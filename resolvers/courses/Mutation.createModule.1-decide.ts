import type { Context } from '@aws-appsync/utils';
import type { MutationCreateModuleArgs } from '../../generated/schema.ts';
import { underWay } from '../../model/course-draft.ts';
import { orError } from '../steps/or-error.ts';
import { fullOutline } from '../steps/outline.ts';
import { judgeTeaching, readTeaching, type OutlineStash, type Teaching } from '../steps/teaching.ts';

type DecideContext = Context<MutationCreateModuleArgs, OutlineStash>;

export function request(ctx: DecideContext) {
  return readTeaching(ctx, ctx.args.input.courseId);
}

export function response(ctx: DecideContext): Teaching | null {
  orError(ctx);
  const teaching = judgeTeaching(ctx, ctx.args.input.courseId);
  if (teaching) ctx.stash.refusal = underWay(teaching.course) ?? fullOutline(teaching.course);
  return teaching;
}
