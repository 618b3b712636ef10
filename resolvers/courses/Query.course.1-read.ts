import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryCourseArgs } from '../../generated/schema.ts';
import { courseId, courseUlidOf } from '../../model/ids.ts';
import type { AccountItem } from '../../model/account.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { accountKey, courseKey, INDEXES } from '../../model/keys.ts';
import { claims, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type ReadContext = Context<QueryCourseArgs>;

function keysFor(ctx: ReadContext) {
  return {
    course: courseKey(courseUlidOf(ctx.args.id ?? '') ?? ''),
    account: claims(ctx, ['Mentor', 'Admin']) ? accountKey(signedInSub(ctx)) : null,
  };
}

/**
 * The course with its outline is one item: one request. Somebody who may be its author is decided on by the account in
 * the same request, and reads consistently: their next call builds on what the last one wrote.
 */
export function request(ctx: ReadContext) {
  const { id, slug } = ctx.args;
  if (!id) {
    return {
      operation: 'Query',
      index: 'courseBySlug',
      query: {
        expression: '#slug = :slug',
        expressionNames: { '#slug': INDEXES.courseBySlug.partitionKey },
        expressionValues: util.dynamodb.toMapValues({ ':slug': slug }),
      },
      limit: 1,
    };
  }
  if (!courseUlidOf(id)) denyIf(ctx, notFound('course'));
  const { course, account } = keysFor(ctx);
  return readItems(ctx, account ? [course, account] : [course], account !== null);
}

export function response(ctx: ReadContext): CourseItem | null {
  orError(ctx);
  if (!ctx.args.id) {
    const [course] = (ctx.result as { items: CourseItem[] }).items;
    if (!course) denyIf(ctx, notFound('course'));
    return course ?? null;
  }
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const course = pick<CourseItem>(items, keys.course);
  const mayRead = course?.status === 'PUBLISHED' || (course && mayEdit(course, pick<AccountItem>(items, keys.account)));
  if (!mayRead) denyIf(ctx, notFound('course'));
  if (course && course.status !== 'PUBLISHED') noteForeign(ctx, course, [courseId(course.ulid)]);
  return course;
}
