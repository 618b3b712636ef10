import type { Context } from '@aws-appsync/utils';
import type { MutationAnnounceArgs } from '../../generated/schema.ts';
import { orError } from '../steps/or-error.ts';
import { judgeTeaching, readTeaching, type Teaching } from '../steps/teaching.ts';

export function request(ctx: Context<MutationAnnounceArgs>) {
  return readTeaching(ctx, ctx.args.input.courseId);
}

export function response(ctx: Context<MutationAnnounceArgs>): Teaching | null {
  orError(ctx);
  return judgeTeaching(ctx, ctx.args.input.courseId);
}
