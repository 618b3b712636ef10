import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationCreateCourseArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { newCourse, type CourseItem } from '../../model/course.ts';
import { conflict } from '../../model/errors.ts';
import { slugKey } from '../../model/keys.ts';
import { slugOf } from '../../model/slug.ts';
import { causeOf } from '../steps/caller.ts';
import { madeBefore, putClientToken } from '../steps/client-token.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { conditionFailed, putItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationCreateCourseArgs, { course: CourseItem }, { result: AccountItem }>;

function courseOf(ctx: WriteContext, ulid: string, now: string): CourseItem {
  const { input } = ctx.args;
  const { id, displayName } = ctx.prev.result;
  return newCourse({
    ulid,
    slug: input.slug ?? slugOf(util.str.normalize(input.title, 'nfd'), ulid),
    input,
    mentor: { id, displayName },
    now,
    cause: causeOf(ctx),
  });
}

export function request(ctx: WriteContext) {
  const course = courseOf(ctx, util.autoUlid(), util.time.nowISO8601());
  ctx.stash.course = course;
  const slugItem = { ...slugKey(course.slug), entity: 'Slug', v: 1, courseUlid: course.ulid, cause: course.cause };
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      putItem(ctx, course),
      putItem(ctx, slugItem),
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
