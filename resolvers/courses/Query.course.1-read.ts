import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryCourseArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import type { CourseCounts } from '../../model/card.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { copiedCourse, type CourseCopyItem } from '../../model/course-copy.ts';
import { notFound } from '../../model/errors.ts';
import { courseId, courseUlidOf } from '../../model/ids.ts';
import { countsCopyKey, courseCopyKey, slugCopyKey } from '../../model/copy-keys.ts';
import { accountKey, cardKey, courseKey, type Key } from '../../model/keys.ts';
import { claims, signedInSub } from '../steps/caller.ts';
import { copyDigit } from '../steps/copies.ts';
import type { CourseStash } from '../steps/course-page.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type ReadContext = Context<QueryCourseArgs, CourseStash>;

/** Whether the course itself is read: by somebody who may be its author, if they know its id. */
function readsOwner(ctx: ReadContext): boolean {
  return !!ctx.args.id && claims(ctx, ['Mentor', 'Admin']);
}

function keysFor(ctx: ReadContext): { course: Key; counts: Key; account: Key | null } {
  const { id, slug } = ctx.args;
  const account = claims(ctx, ['Mentor', 'Admin']) ? accountKey(signedInSub(ctx)) : null;
  if (!id) return { course: slugCopyKey(slug ?? '', copyDigit(ctx)), counts: countsCopyKey(slug ?? ''), account };
  const ulid = courseUlidOf(id) ?? '';
  const course = readsOwner(ctx) ? courseKey(ulid) : courseCopyKey(ulid, copyDigit(ctx));
  return { course, counts: cardKey(ulid), account };
}

/**
 * A copy of the course with its outline, and what is counted of it: one request, also by slug. Somebody who may be its
 * author is decided on by the account in the same request, and reads consistently: their next call builds on what the
 * last one wrote.
 */
export function request(ctx: ReadContext) {
  const { id } = ctx.args;
  if (id && !courseUlidOf(id)) denyIf(ctx, notFound('course'));
  const { course, counts, account } = keysFor(ctx);
  return readItems(ctx, account ? [course, counts, account] : [course, counts], account !== null);
}

/** Null where the course itself has to be asked. */
export function response(ctx: ReadContext): CourseItem | null {
  orError(ctx);
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const account = pick<AccountItem>(items, keys.account);
  ctx.stash.account = account;
  ctx.stash.card = pick<Key & CourseCounts>(items, keys.counts);
  const course = readsOwner(ctx)
    ? pick<CourseItem>(items, keys.course)
    : copiedCourse(pick<CourseCopyItem>(items, keys.course));
  ctx.stash.courseUlid = course?.ulid ?? null;
  if (course?.status === 'PUBLISHED') return course;
  if (!readsOwner(ctx) || !course || !mayEdit(course, account, util.time.nowISO8601())) return null;
  noteForeign(ctx, course, [courseId(course.ulid)]);
  return course;
}
