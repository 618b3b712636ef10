import type { Context } from '@aws-appsync/utils';
import type { MutationPublishCourseArgs } from '../../generated/schema.ts';
import { orError } from '../steps/or-error.ts';
import { judgeTeaching, readTeaching, type Teaching } from '../steps/teaching.ts';

export function request(ctx: Context<MutationPublishCourseArgs>) {
  return readTeaching(ctx, ctx.args.input.id);
}

export function response(ctx: Context<MutationPublishCourseArgs>): Teaching | null {
  orError(ctx);
  return judgeTeaching(ctx, ctx.args.input.id);
}
