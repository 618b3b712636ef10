import type { Context } from '@aws-appsync/utils';
import type { MutationCreateLessonArgs } from '../../generated/schema.ts';
import { moduleIndex } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { moduleUlidOf } from '../../model/ids.ts';
import { orError } from '../steps/or-error.ts';
import { fullOutline } from '../steps/outline.ts';
import { judgeTeaching, readTeaching, type OutlineStash, type Teaching } from '../steps/teaching.ts';

type DecideContext = Context<MutationCreateLessonArgs, OutlineStash>;

export function request(ctx: DecideContext) {
  return readTeaching(ctx, ctx.args.input.courseId);
}

export function response(ctx: DecideContext): Teaching | null {
  orError(ctx);
  const { courseId, moduleId } = ctx.args.input;
  const teaching = judgeTeaching(ctx, courseId);
  if (teaching) {
    const { course } = teaching;
    const isThere = moduleIndex(course, moduleUlidOf(moduleId, course.ulid)) >= 0;
    ctx.stash.refusal = isThere ? fullOutline(course) : notFound('module');
  }
  return teaching;
}
