import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseCopies, isLive, isSettled, standingIn, type EnrollmentItem } from '../../model/enrollment.ts';
import { isComplete } from '../../model/progress.ts';

/** Whether an enrollment shows its course otherwise than it is, and not a newer one. */
export function isBehind(enrollment: EnrollmentItem, course: CourseItem): boolean {
  if (!isLive(enrollment) || (enrollment.outlineVersion ?? 0) > course.version) return false;
  const { title, slug } = courseCopies(course);
  return (
    !isSettled(enrollment, standingIn(course, enrollment)) ||
    enrollment.course.title !== title ||
    enrollment.course.slug !== slug
  );
}

/**
 * Brings an enrollment in line with the outline. What was completed stays, of lessons that are gone too; who has all that
 * are left is through, and who was through stays so. In vain where a lesson was completed since it was read, or a newer
 * outline has been gone by.
 * @param now ISO 8601
 */
export function enrollmentUpdate(
  tableName: string,
  enrollment: EnrollmentItem,
  course: CourseItem,
  now: string,
  cause: Cause,
): UpdateCommand {
  const at = standingIn(course, enrollment);
  const isThrough = isComplete(at);
  const isExtended = enrollment.status === 'ACTIVE' && at.lessonTotal > enrollment.lessonTotal;
  return new UpdateCommand({
    TableName: tableName,
    Key: { pk: enrollment.pk, sk: enrollment.sk },
    UpdateExpression:
      'SET completed = :completed, lessonTotal = :total, course = :course, outlineVersion = :version, #cause = :cause' +
      (isThrough ? ', #status = :done, completedAt = if_not_exists(completedAt, :now)' : '') +
      (isExtended ? ', extendedAt = :now' : '') +
      (at.nextLesson ? ', nextLesson = :next' : ' REMOVE nextLesson'),
    ConditionExpression:
      '#status <> :canceled AND size(completedLessons) = :count ' +
      'AND (attribute_not_exists(outlineVersion) OR outlineVersion <= :version)',
    ExpressionAttributeNames: { '#cause': 'cause', '#status': 'status' },
    ExpressionAttributeValues: {
      ':completed': at.completed,
      ':total': at.lessonTotal,
      ':course': courseCopies(course),
      ':version': course.version,
      ':cause': cause,
      ':canceled': 'CANCELED',
      ':count': Object.keys(enrollment.completedLessons).length,
      ...(isThrough ? { ':done': 'COMPLETED' } : {}),
      ...(isThrough || isExtended ? { ':now': now } : {}),
      ...(at.nextLesson ? { ':next': at.nextLesson } : {}),
    },
  });
}
