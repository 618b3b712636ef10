import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationCreateCourseArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { newCourse, type CourseItem } from '../../model/course.ts';
import { conflict } from '../../model/errors.ts';
import { newSlug, slugOf } from '../../model/slug.ts';
import { causeOf } from '../steps/caller.ts';
import { madeBefore, putClientToken } from '../steps/client-token.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { conditionFailed, NEW, putItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationCreateCourseArgs, { course: CourseItem }, { result: AccountItem }>;

function courseOf(ctx: WriteContext, ulid: string, now: string): CourseItem {
  const { input } = ctx.args;
  const { id, displayName, version } = ctx.prev.result;
  return newCourse({
    ulid,
    slug: input.slug ?? slugOf(util.str.normalize(input.title, 'nfd'), ulid),
    input,
    mentor: { id, displayName, nameVersion: version },
    now,
    cause: causeOf(ctx),
  });
}

export function request(ctx: WriteContext) {
  const course = courseOf(ctx, util.autoUlid(), util.time.nowISO8601());
  ctx.stash.course = course;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      putItem(ctx, course, NEW),
      putItem(ctx, newSlug(course.slug, course.ulid, course.cause), NEW),
      putClientToken(ctx, { ulid: course.ulid, now: course.createdAt }),
    ],
  };
}

export function response(ctx: WriteContext): CourseItem {
  const made = madeBefore(ctx, 2);
  if (made) return courseOf(ctx, made.ulid, made.createdAt);
  if (conditionFailed(ctx, 1)) {
    refuseIf(conflict(`The slug \`${ctx.stash.course.slug}\` is taken. Choose another one.`));
  }
  orError(ctx);
  return ctx.stash.course;
}
