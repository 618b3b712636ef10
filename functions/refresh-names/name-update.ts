import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountItem } from '../../model/account.ts';
import type { Cause } from '../../model/cause.ts';
import { courseCopyKeys } from '../../model/course-copy.ts';
import type { CourseItem } from '../../model/course.ts';
import { courseKey, type Key } from '../../model/keys.ts';

/** What a copy of a name is made of. */
export type Named = Pick<AccountItem, 'id' | 'displayName' | 'version'>;

/** Whether a course shows a name of before. */
export function isBehind({ mentor }: Pick<CourseItem, 'mentor'>, { id, version }: Named): boolean {
  return mentor.id === id && (mentor.nameVersion ?? 0) < version;
}

/**
 * Brings a course's copy of its mentor's name up to date, and those of the copies that callers read, as long as it is
 * older than the account that was read: of overlapping renames the last one stays, in whatever order they are worked. The
 * course's own version stays: nobody who edits the course has to begin again.
 */
export function nameUpdate(
  tableName: string,
  course: Pick<CourseItem, 'ulid' | 'slug' | 'copies'>,
  mentor: Named,
  cause: Cause,
): TransactWriteCommand {
  const { copies = 0 } = course;
  const update = ({ pk, sk }: Key, condition: string, names: object, values: object) => ({
    Update: {
      TableName: tableName,
      Key: { pk, sk },
      UpdateExpression: 'SET mentor.displayName = :name, mentor.nameVersion = :version, #cause = :cause',
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#cause': 'cause', ...names },
      ExpressionAttributeValues: {
        ':name': mentor.displayName,
        ':version': mentor.version,
        ':cause': cause,
        ...values,
      },
    },
  });
  const isOlder = 'mentor.id = :id AND (attribute_not_exists(mentor.nameVersion) OR mentor.nameVersion < :version)';
  // It may have been published since it was read.
  const hasCopies = copies > 0 ? '#copies = :copies' : 'attribute_not_exists(#copies)';
  return new TransactWriteCommand({
    TransactItems: [
      update(
        courseKey(course.ulid),
        `${isOlder} AND ${hasCopies}`,
        { '#copies': 'copies' },
        { ':id': mentor.id, ...(copies > 0 ? { ':copies': copies } : {}) },
      ),
      ...(copies > 0 ? courseCopyKeys(course) : []).map((key) => update(key, 'attribute_exists(pk)', {}, {})),
    ],
  });
}
