import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationPublishCourseArgs } from '../../generated/schema.ts';
import { catalogueKeys, type CourseItem } from '../../model/course.ts';
import { conflict } from '../../model/errors.ts';
import { courseKey } from '../../model/keys.ts';
import { causeOf } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { keyOf } from '../steps/table.ts';
import type { Teaching } from '../steps/teaching.ts';

type WriteContext = Context<MutationPublishCourseArgs, object, { result: Teaching }>;

/** The very change that the caller asks for has been made already: a repeated call is answered with it. */
function isDone(course: CourseItem, version: number): boolean {
  return course.status === 'PUBLISHED' && course.version === version + 1;
}

export function request(ctx: WriteContext): DynamoDBUpdateItemRequest {
  const { course } = ctx.prev.result;
  const { version } = ctx.args.input;
  if (isDone(course, version)) runtime.earlyReturn(course);
  const now = util.time.nowISO8601();
  const keys = catalogueKeys(course, now);
  return {
    operation: 'UpdateItem',
    key: keyOf(courseKey(course.ulid)),
    update: {
      expression:
        'SET #status = :published, #publishedAt = :now, #catalogue = :catalogue, ' +
        '#catalogueCategory = :category, #publishedOrder = :order, #version = #version + :one, #cause = :cause',
      expressionNames: {
        '#status': 'status',
        '#publishedAt': 'publishedAt',
        '#catalogue': 'catalogue',
        '#catalogueCategory': 'catalogueCategory',
        '#publishedOrder': 'publishedOrder',
        '#version': 'version',
        '#cause': 'cause',
      },
      expressionValues: util.dynamodb.toMapValues({
        ':published': 'PUBLISHED',
        ':now': now,
        ':catalogue': keys.catalogue,
        ':category': keys.catalogueCategory,
        ':order': keys.publishedOrder,
        ':one': 1,
        ':cause': causeOf(ctx),
      }),
    },
    condition: {
      expression: '#status = :draft AND #version = :version',
      expressionNames: { '#status': 'status', '#version': 'version' },
      expressionValues: util.dynamodb.toMapValues({ ':draft': 'DRAFT', ':version': version }),
    },
  };
}

export function response(ctx: WriteContext): CourseItem {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    // The same call may have run at the same time, or before an answer that was lost: it is answered the same.
    const standing = ctx.result as CourseItem | null;
    if (standing && isDone(standing, ctx.args.input.version)) return standing;
    refuseIf(
      conflict('The course has changed since you read it, or is published already. Read it again, then decide.'),
    );
  }
  orError(ctx);
  return ctx.result as CourseItem;
}
