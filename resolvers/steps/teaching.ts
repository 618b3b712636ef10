import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { notTeaching, type AccountItem } from '../../model/account.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { notFound, type DomainError } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { accountKey, courseKey, type Key } from '../../model/keys.ts';
import { signedInSub } from './caller.ts';
import { denyIf } from './deny.ts';
import { itemsRead, pick, readItems } from './table.ts';

/** What a change of a course is decided by: the caller's account and the course as it stands. */
export interface Teaching {
  readonly account: AccountItem;
  readonly course: CourseItem;
}

/** What the steps of an outline's change hand on besides. */
export interface OutlineStash {
  /** Why nothing can be added now. A repeated call, whose effect may be the very reason, is answered all the same. */
  refusal?: DomainError | null;
}

/**
 * Reads both, consistently: an author's next call builds on what the last one wrote.
 * @param also keys of further items that the decision needs
 */
export function readTeaching(ctx: Context, courseId: string, also: readonly Key[] = []) {
  const courseUlid = courseUlidOf(courseId);
  if (!courseUlid) denyIf(ctx, notFound('course'));
  return readItems(ctx, [accountKey(signedInSub(ctx)), courseKey(courseUlid ?? ''), ...also], true);
}

/** Once `orError` has passed: lets the course's own mentor and Admins go on; to anybody else the course is not there. */
export function judgeTeaching(ctx: Context, courseId: string): Teaching | null {
  const items = itemsRead(ctx);
  const account = pick<AccountItem>(items, accountKey(signedInSub(ctx)));
  denyIf(ctx, notTeaching(account, util.time.nowISO8601()));
  const course = pick<CourseItem>(items, courseKey(courseUlidOf(courseId) ?? ''));
  if (!course || !account || !mayEdit(course, account, util.time.nowISO8601())) {
    denyIf(ctx, notFound('course'));
    return null;
  }
  return { account, course };
}
