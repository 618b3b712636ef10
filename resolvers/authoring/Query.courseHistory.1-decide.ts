import type { Context } from '@aws-appsync/utils';
import type { QueryCourseHistoryArgs } from '../../generated/schema.ts';
import { courseId } from '../../model/ids.ts';
import { noteForeign } from '../steps/note-access.ts';
import { orError } from '../steps/or-error.ts';
import { judgeTeaching, readTeaching } from '../steps/teaching.ts';

export function request(ctx: Context<QueryCourseHistoryArgs>) {
  return readTeaching(ctx, ctx.args.courseId);
}

export function response(ctx: Context<QueryCourseHistoryArgs>): null {
  orError(ctx);
  const teaching = judgeTeaching(ctx, ctx.args.courseId);
  if (teaching) noteForeign(ctx, teaching.course, [courseId(teaching.course.ulid)]);
  return null;
}
