import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationScheduleCoursePublicationArgs } from '../../generated/schema.ts';
import { isIn } from '../../model/account.ts';
import { isPublishable, newCourseChange, scheduled } from '../../model/course-change.ts';
import type { CourseItem } from '../../model/course.ts';
import { conflict } from '../../model/errors.ts';
import { denyIf } from '../steps/deny.ts';
import { courseOf, courseWrites, isOvertaken, isRepeated, stale, succeed, type EditStash } from '../steps/editing.ts';
import { orError } from '../steps/or-error.ts';
import { unapproved } from '../steps/publishing.ts';
import { refuseIf } from '../steps/refuse.ts';
import type { Teaching } from '../steps/teaching.ts';
import { NEW, putItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationScheduleCoursePublicationArgs, EditStash>;

/** The moment, and the keys by which the sweep finds the course then. An Admin who plans it has approved it. */
export function request(ctx: WriteContext) {
  if (ctx.stash.edited) runtime.earlyReturn(null);
  const course = courseOf(ctx);
  const ms = util.time.parseISO8601ToEpochMilliSeconds(ctx.args.input.publishAt);
  const publishAt = util.time.epochMilliSecondsToISO8601(ms);
  if (isRepeated(ctx, course) && course.publishAt === publishAt) {
    ctx.stash.edited = course;
    runtime.earlyReturn(null);
  }
  const isPublished = isPublishable(course) ? null : conflict('The course is published already.');
  refuseIf(stale(ctx, course) ?? isPublished);
  const byAdmin = isIn((ctx.stash.teaching as Teaching).account, ['Admin']);
  denyIf(ctx, unapproved(ctx, course, byAdmin));
  const approved = byAdmin ? { approvedVersion: course.version + 1 } : {};
  const writes = courseWrites(ctx, course, { ...scheduled(course, publishAt), ...approved });
  const at = util.time.nowISO8601();
  const line = { action: 'SCHEDULED' as const, reason: null, at };
  return {
    operation: 'TransactWriteItems',
    transactItems: [...writes, putItem(ctx, newCourseChange(ctx.stash.attempted as CourseItem, line), NEW)],
  };
}

export function response(ctx: WriteContext): null {
  if (isOvertaken(ctx)) return null;
  orError(ctx);
  return succeed(ctx);
}
