import type { Context } from '@aws-appsync/utils';
import type { MutationCreateLessonArgs } from '../../generated/schema.ts';
import { moduleIndex } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { moduleUlidOf } from '../../model/ids.ts';
import { outlineHasRoom } from '../steps/outline.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { judgeTeaching, readTeaching, type Teaching } from '../steps/teaching.ts';

export function request(ctx: Context<MutationCreateLessonArgs>) {
  return readTeaching(ctx, ctx.args.input.courseId);
}

export function response(ctx: Context<MutationCreateLessonArgs>): Teaching | null {
  orError(ctx);
  const { courseId, moduleId } = ctx.args.input;
  const teaching = judgeTeaching(ctx, courseId);
  if (teaching) {
    const module = moduleUlidOf(moduleId, teaching.course.ulid);
    if (moduleIndex(teaching.course, module) < 0) refuseIf(notFound('module'));
    outlineHasRoom(teaching.course);
  }
  return teaching;
}
