import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryCourseArgs } from '../../generated/schema.ts';
import { courseId, courseUlidOf } from '../../model/ids.ts';
import type { AccountItem } from '../../model/account.ts';
import type { CardItem } from '../../model/card.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { INDEXES } from '../../model/indexes.ts';
import { accountKey, cardKey, courseKey } from '../../model/keys.ts';
import { claims, signedInSub } from '../steps/caller.ts';
import type { CourseStash } from '../steps/course-page.ts';
import { orError } from '../steps/or-error.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type ReadContext = Context<QueryCourseArgs, CourseStash>;

function keysFor(ctx: ReadContext) {
  const ulid = courseUlidOf(ctx.args.id ?? '') ?? '';
  return {
    course: courseKey(ulid),
    card: cardKey(ulid),
    account: claims(ctx, ['Mentor', 'Admin']) ? accountKey(signedInSub(ctx)) : null,
  };
}

/**
 * The course with its outline, and its card with what is counted of it: one request, also by slug, which both carry.
 * Somebody who may be its author is decided on by the account in the same request, and reads consistently: their next
 * call builds on what the last one wrote.
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
      limit: 2,
    };
  }
  if (!courseUlidOf(id)) denyIf(ctx, notFound('course'));
  const { course, card, account } = keysFor(ctx);
  return readItems(ctx, account ? [course, card, account] : [course, card], account !== null);
}

export function response(ctx: ReadContext): CourseItem | null {
  orError(ctx);
  if (!ctx.args.id) {
    const { items } = ctx.result as { items: (CourseItem | CardItem)[] };
    const course = items.find((item) => item.entity === 'Course') ?? null;
    ctx.stash.card = items.find((item) => item.entity === 'CourseCard') ?? null;
    if (!course) denyIf(ctx, notFound('course'));
    return course;
  }
  const items = itemsRead(ctx);
  const keys = keysFor(ctx);
  const course = pick<CourseItem>(items, keys.course);
  ctx.stash.card = pick<CardItem>(items, keys.card);
  const mayRead = course?.status === 'PUBLISHED' || (course && mayEdit(course, pick<AccountItem>(items, keys.account)));
  if (!mayRead) denyIf(ctx, notFound('course'));
  if (course && course.status !== 'PUBLISHED') noteForeign(ctx, course, [courseId(course.ulid)]);
  return course;
}
