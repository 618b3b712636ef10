import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { CourseChangeConnection, QueryCourseHistoryArgs } from '../../generated/schema.ts';
import { toCourseChange, type CourseChangeItem } from '../../model/course-change.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { CHANGE } from '../../model/authoring-keys.ts';
import { courseKey } from '../../model/keys.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';

export function request(ctx: Context<QueryCourseHistoryArgs>) {
  const { courseId, limit, nextToken } = ctx.args;
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :course AND begins_with(sk, :changes)',
      expressionValues: util.dynamodb.toMapValues({
        ':course': courseKey(courseUlidOf(courseId) ?? '').pk,
        ':changes': CHANGE,
      }),
    },
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
    consistentRead: true,
  };
}

export function response(ctx: Context): CourseChangeConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: CourseChangeItem[]; nextToken?: string | null };
  return { items: page.items.map((change) => toCourseChange(change)), nextToken: page.nextToken ?? null };
}
