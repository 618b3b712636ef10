import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { QueryCourseArgs } from '../../generated/schema.ts';
import type { CardItem } from '../../model/card.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { courseId, courseUlidOf } from '../../model/ids.ts';
import { INDEXES } from '../../model/indexes.ts';
import { cardKey, courseKey } from '../../model/keys.ts';
import type { CourseStash } from '../steps/course-page.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type OwnerContext = Context<QueryCourseArgs, CourseStash, { result: CourseItem | null }>;

/** What has no copy is a draft, or was published a moment ago: the course itself decides. */
export function request(ctx: OwnerContext) {
  if (ctx.prev.result) runtime.earlyReturn(ctx.prev.result);
  const { id, slug } = ctx.args;
  const ulid = courseUlidOf(id ?? '') ?? '';
  if (id) return readItems(ctx, [courseKey(ulid), cardKey(ulid)], true);
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

export function response(ctx: OwnerContext): CourseItem | null {
  orError(ctx);
  const ulid = courseUlidOf(ctx.args.id ?? '');
  const found = ulid ? itemsRead(ctx) : (ctx.result as { items: (CourseItem | CardItem)[] }).items;
  const entity = (name: string) => found.find((item) => (item as CourseItem | CardItem).entity === name) ?? null;
  const course = (ulid ? pick<CourseItem>(found, courseKey(ulid)) : entity('Course')) as CourseItem | null;
  ctx.stash.card = (ulid ? pick<CardItem>(found, cardKey(ulid)) : entity('CourseCard')) as CardItem | null;
  if (course?.status === 'PUBLISHED') return course;
  if (!course || !mayEdit(course, ctx.stash.account ?? null, util.time.nowISO8601())) denyIf(ctx, notFound('course'));
  if (course) noteForeign(ctx, course, [courseId(course.ulid)]);
  return course;
}
