import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationDuplicateCourseArgs } from '../../generated/schema.ts';
import { courseLike } from '../../model/course-copying.ts';
import type { CourseItem } from '../../model/course.ts';
import { conflict } from '../../model/errors.ts';
import { newSlug, slugOf } from '../../model/slug.ts';
import { causeOf } from '../steps/caller.ts';
import { madeBefore, putClientToken } from '../steps/client-token.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import type { Teaching } from '../steps/teaching.ts';
import { conditionFailed, NEW, putItem } from '../steps/transaction.ts';

interface DuplicateStash {
  course: CourseItem;
  /** What an earlier call with the same token has made. */
  madeUlid?: string;
}

type WriteContext = Context<MutationDuplicateCourseArgs, DuplicateStash, { result: Teaching }>;

/** The new course with the outline of the old one, its slug and the token. Its event has its lessons copied. */
export function request(ctx: WriteContext) {
  const { input } = ctx.args;
  const { course: source, account } = ctx.prev.result;
  const ulid = util.autoUlid();
  const title = input.title?.trim() ?? source.title;
  const course = courseLike(source, {
    ulid,
    title,
    slug: input.slug ?? slugOf(util.str.normalize(title, 'nfd'), ulid),
    mentor: { id: account.id, displayName: account.displayName, nameVersion: account.version },
    now: util.time.nowISO8601(),
    cause: causeOf(ctx),
  });
  ctx.stash.course = course;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      putItem(ctx, course, NEW),
      putItem(ctx, newSlug(course.slug, ulid, course.cause), NEW),
      putClientToken(ctx, { ulid, now: course.createdAt }),
    ],
  };
}

export function response(ctx: WriteContext): CourseItem {
  const made = madeBefore(ctx, 2);
  if (made) {
    ctx.stash.madeUlid = made.ulid;
    return ctx.stash.course;
  }
  if (conditionFailed(ctx, 1)) {
    refuseIf(conflict(`The slug \`${ctx.stash.course.slug}\` is taken. Choose another one.`));
  }
  orError(ctx);
  return ctx.stash.course;
}
