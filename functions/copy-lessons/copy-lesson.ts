import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Cause } from '../../model/cause.ts';
import { lessonCopy, lessonCopyKeys } from '../../model/course-copy.ts';
import { lessonLike } from '../../model/course-copying.ts';
import type { CourseItem } from '../../model/course.ts';
import { lessonId, resourceId } from '../../model/ids.ts';
import { courseKey, type Key } from '../../model/keys.ts';
import type { LessonItem } from '../../model/lesson.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { uploadKey } from '../../model/upload-keys.ts';
import { claimed } from '../../model/upload-use.ts';
import { hashedUlid } from '../shared/hashed-ulid.ts';
import { table } from '../shared/table.ts';
import { withRetries } from '../shared/with-retries.ts';
import { failedConditions } from '../shared/write-failures.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The lesson, the copies of it that callers read, the claims of its files, and the course's count, once. */
export async function copyLesson(
  TableName: string,
  source: LessonItem,
  course: CourseItem,
  cause: Cause,
): Promise<void> {
  const resourceUlid = (ulid: string) => hashedUlid(Date.parse(course.createdAt), [course.ulid, ulid]);
  const lesson = lessonLike(source, course.ulid, resourceUlid, cause);
  const put = (Item: Key): Write => ({ Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } });
  const TransactItems = [
    put(lesson),
    ...lessonCopyKeys(lesson).map((key) => put({ ...lessonCopy(lesson), ...key })),
    counted(TableName, course, cause),
    ...filesOf(lesson).map(({ file, by }) => claim(TableName, file, by, cause)),
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

/** Each with the id of what shows it. */
function filesOf({ courseUlid, ulid, media, resources = [] }: LessonItem): { file: MediaFile; by: string }[] {
  const offered = resources.flatMap((each) => (each.file ? [{ file: each.file, by: resourceId(each.ulid) }] : []));
  return media ? [{ file: media, by: lessonId(courseUlid, ulid) }, ...offered] : offered;
}

function claim(TableName: string, { owner, ulid }: MediaFile, by: string, cause: Cause): Write {
  const { update, condition } = claimed(by, new Date().toISOString(), cause);
  return {
    Update: {
      TableName,
      Key: uploadKey(owner, ulid),
      UpdateExpression: update.expression,
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: { ...update.names, ...condition.names },
      ExpressionAttributeValues: { ...update.values, ...condition.values },
    },
  };
}
