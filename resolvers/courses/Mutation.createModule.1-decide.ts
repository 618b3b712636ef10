import type { Context } from '@aws-appsync/utils';
import type { MutationCreateModuleArgs } from '../../generated/schema.ts';
import { outlineHasRoom } from '../steps/outline.ts';
import { orError } from '../steps/or-error.ts';
import { judgeTeaching, readTeaching, type Teaching } from '../steps/teaching.ts';

export function request(ctx: Context<MutationCreateModuleArgs>) {
  return readTeaching(ctx, ctx.args.input.courseId);
}

export function response(ctx: Context<MutationCreateModuleArgs>): Teaching | null {
  orError(ctx);
  const teaching = judgeTeaching(ctx, ctx.args.input.courseId);
  outlineHasRoom(teaching?.course);
  return teaching;
}
