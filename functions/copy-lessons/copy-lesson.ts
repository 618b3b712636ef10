import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseKey } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { hashedUlid } from '../shared/hashed-ulid.ts';
import { lessonLike } from '../shared/lesson-like.ts';
import { claim, filesOf, putLessonCopies, type Write } from '../shared/lesson-writes.ts';
import { table } from '../shared/table.ts';
import { withRetries } from '../shared/with-retries.ts';
import { failedConditions } from '../shared/write-failures.ts';

/** The lesson, the copies of it that callers read, the claims of its files, and the course's count, once. */
export async function copyLesson(
  TableName: string,
  source: LessonItem,
  course: CourseItem,
  cause: Cause,
): Promise<void> {
  const resourceUlid = (ulid: string) => hashedUlid(Date.parse(course.createdAt), [course.ulid, ulid]);
  const lesson = lessonLike(source, course.ulid, resourceUlid, cause);
  const TransactItems = [
    { Put: { TableName, Item: lesson, ConditionExpression: 'attribute_not_exists(pk)' } },
    counted(TableName, course, cause),
    // Of a draft of a published course nobody reads copies.
    ...(course.draft ? [] : putLessonCopies(TableName, lesson)),
    ...filesOf(lesson).map((shown) => claim(TableName, shown, cause)),
  ];
  const isFinal = (error: unknown) => !(error instanceof TransactionCanceledException);
  await withRetries(isFinal, async () => {
    try {
      await table.send(new TransactWriteCommand({ TransactItems }));
    } catch (error) {
      // It is there already.
      if (!failedConditions(error).some(({ index }) => index === 0)) throw error;
    }
  });
}

function counted(TableName: string, { ulid }: CourseItem, cause: Cause): Write {
  return {
    Update: {
      TableName,
      Key: courseKey(ulid),
      UpdateExpression: 'SET copying.copied = copying.copied + :one, #cause = :cause',
      ConditionExpression: 'attribute_exists(copying)',
      ExpressionAttributeNames: { '#cause': 'cause' },
      ExpressionAttributeValues: { ':one': 1, ':cause': cause },
    },
  };
}
