import type { Context } from '@aws-appsync/utils';
import { noteForeign } from './note-access.ts';
import { orError } from './or-error.ts';
import { judgeTeaching, readTeaching } from './teaching.ts';

/** Whether the caller may see what a course keeps for those who teach it. */
export function request(ctx: Context<{ courseId: string }>) {
  return readTeaching(ctx, ctx.args.courseId);
}

export function response(ctx: Context<{ courseId: string }>): null {
  orError(ctx);
  const teaching = judgeTeaching(ctx, ctx.args.courseId);
  if (teaching) noteForeign(ctx, teaching.course, [ctx.args.courseId]);
  return null;
}
