import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryCourseArgs } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { notFound } from '../../model/errors.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { courseKey, INDEXES } from '../../model/keys.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

/** The course with its outline is one item: one request, whichever name it is asked by. */
export function request(ctx: Context<QueryCourseArgs>) {
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
  const ulid = courseUlidOf(id);
  if (!ulid) refuseIf(notFound('course'));
  return get({ key: courseKey(ulid ?? '') });
}

export function response(ctx: Context<QueryCourseArgs>): CourseItem | null {
  orError(ctx);
  const result = ctx.result as CourseItem | { items: CourseItem[] } | null;
  const course = ctx.args.id ? (result as CourseItem | null) : ((result as { items: CourseItem[] }).items[0] ?? null);
  if (!course) refuseIf(notFound('course'));
  return course;
}
