import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { courseCopies, type EnrollmentItem } from '../../model/enrollment.ts';
import type { CourseItem } from '../../model/course.ts';
import { isComplete, type Standing } from '../../model/progress.ts';
import { causeOf } from './caller.ts';
import { keyOf } from './table.ts';

interface Part {
  readonly set?: string;
  readonly condition?: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

/**
 * Writes where the learner stands, and the copies of the course, into a live enrollment. What depends on the lessons
 * that were read is settled again by the caller if the answer shows that others were completed meanwhile.
 * @param also what else this write sets, and what else must hold for it
 */
export function settle(
  ctx: Context,
  enrollment: EnrollmentItem,
  course: CourseItem,
  at: Standing,
  also: Part,
): DynamoDBUpdateItemRequest {
  const done = isComplete(at);
  return {
    operation: 'UpdateItem',
    key: keyOf(enrollment),
    update: {
      expression:
        'SET #completed = :completed, #lessonTotal = :lessonTotal, #course = :course, #outline = :outline, #cause = :cause' +
        (done ? ', #status = :done, #completedAt = if_not_exists(#completedAt, :now)' : '') +
        (at.nextLesson ? ', #nextLesson = :nextLesson' : '') +
        (also.set ?? '') +
        (at.nextLesson ? '' : ' REMOVE #nextLesson'),
      expressionNames: {
        '#completed': 'completed',
        '#lessonTotal': 'lessonTotal',
        '#course': 'course',
        '#outline': 'outlineVersion',
        '#cause': 'cause',
        '#nextLesson': 'nextLesson',
        ...(done ? { '#status': 'status', '#completedAt': 'completedAt' } : {}),
        ...(also.set ? also.names : {}),
      },
      expressionValues: util.dynamodb.toMapValues({
        ':completed': at.completed,
        ':lessonTotal': at.lessonTotal,
        ':course': courseCopies(course),
        ':outline': course.version,
        ':cause': causeOf(ctx),
        ...(done ? { ':done': 'COMPLETED', ':now': util.time.nowISO8601() } : {}),
        ...(at.nextLesson ? { ':nextLesson': at.nextLesson } : {}),
        ...(also.set ? also.values : {}),
      }),
    },
    condition: {
      expression:
        'attribute_exists(pk) AND #status <> :canceled ' +
        `AND (attribute_not_exists(#outline) OR #outline <= :outline)${also.condition ?? ''}`,
      expressionNames: { '#status': 'status', '#outline': 'outlineVersion', ...(also.condition ? also.names : {}) },
      expressionValues: util.dynamodb.toMapValues({
        ':canceled': 'CANCELED',
        ':outline': course.version,
        ...(also.condition ? also.values : {}),
      }),
    },
  };
}
