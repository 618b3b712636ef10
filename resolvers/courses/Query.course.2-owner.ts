import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { QueryCourseArgs } from '../../generated/schema.ts';
import type { CardItem } from '../../model/card.ts';
import { mayEdit, type CourseItem } from '../../model/course.ts';
import { isLive, type EnrollmentItem } from '../../model/enrollment.ts';
import { notFound } from '../../model/errors.ts';
import { courseId, courseUlidOf } from '../../model/ids.ts';
import { INDEXES } from '../../model/indexes.ts';
import { cardKey, courseKey, enrollmentKey, type Key } from '../../model/keys.ts';
import { callerSub } from '../steps/caller.ts';
import type { CourseStash } from '../steps/course-page.ts';
import { denyIf } from '../steps/deny.ts';
import { noteForeign } from '../steps/note-access.ts';
import { orError } from '../steps/or-error.ts';
import { itemsRead, pick, readItems } from '../steps/table.ts';

type OwnerContext = Context<QueryCourseArgs, CourseStash, { result: CourseItem | null }>;

/** ULID of the course, where it is known. */
function ulidOf(ctx: OwnerContext): string {
  return courseUlidOf(ctx.args.id ?? '') ?? ctx.stash.courseUlid ?? '';
}

/** Of who is signed in. */
function enrollmentKeyOf(ctx: OwnerContext): Key | null {
  const sub = callerSub(ctx);
  return sub ? enrollmentKey(sub, ulidOf(ctx)) : null;
}

/**
 * What has no copy is a draft, or was published a moment ago; what is archived is for who is enrolled. The course itself
 * decides.
 */
export function request(ctx: OwnerContext) {
  if (ctx.prev.result) runtime.earlyReturn(ctx.prev.result);
  const ulid = ulidOf(ctx);
  const keys = [courseKey(ulid), cardKey(ulid), enrollmentKeyOf(ctx)].filter((key) => key !== null);
  if (ulid) return readItems(ctx, keys, true);
  return {
    operation: 'Query',
    index: 'courseBySlug',
    query: {
      expression: '#slug = :slug',
      expressionNames: { '#slug': INDEXES.courseBySlug.partitionKey },
      expressionValues: util.dynamodb.toMapValues({ ':slug': ctx.args.slug }),
    },
    limit: 2,
  };
}

export function response(ctx: OwnerContext): CourseItem | null {
  orError(ctx);
  const ulid = ulidOf(ctx);
  const found = ulid ? itemsRead(ctx) : (ctx.result as { items: (CourseItem | CardItem)[] }).items;
  const entity = (name: string) => found.find((item) => (item as CourseItem | CardItem).entity === name) ?? null;
  const course = (ulid ? pick<CourseItem>(found, courseKey(ulid)) : entity('Course')) as CourseItem | null;
  ctx.stash.card = (ulid ? pick<CardItem>(found, cardKey(ulid)) : entity('CourseCard')) as CardItem | null;
  const isReader = !!ulid && course?.status === 'ARCHIVED' && isLive(pick<EnrollmentItem>(found, enrollmentKeyOf(ctx)));
  if (course?.status === 'PUBLISHED' || isReader) return course;
  if (!course || !mayEdit(course, ctx.stash.account ?? null, util.time.nowISO8601())) denyIf(ctx, notFound('course'));
  if (course) noteForeign(ctx, course, [courseId(course.ulid)]);
  return course;
}
