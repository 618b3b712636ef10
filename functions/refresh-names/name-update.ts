import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountItem } from '../../model/account.ts';
import type { Cause } from '../../model/cause.ts';
import type { Key } from '../../model/keys.ts';

/** What a copy of a name is made of. */
export type Named = Pick<AccountItem, 'id' | 'displayName' | 'version'>;

/**
 * Brings a course's copy of its mentor's name up to date, as long as that is older than the account that was read: of
 * overlapping renames the last one stays, in whatever order they are worked. The course's own version stays: nobody who
 * edits the course has to begin again.
 */
export function nameUpdate(tableName: string, { pk, sk }: Key, mentor: Named, cause: Cause): UpdateCommand {
  return new UpdateCommand({
    TableName: tableName,
    Key: { pk, sk },
    UpdateExpression: 'SET mentor.displayName = :name, mentor.nameVersion = :version, #cause = :cause',
    ConditionExpression:
      'mentor.id = :id AND (attribute_not_exists(mentor.nameVersion) OR mentor.nameVersion < :version)',
    ExpressionAttributeNames: { '#cause': 'cause' },
    ExpressionAttributeValues: {
      ':id': mentor.id,
      ':name': mentor.displayName,
      ':version': mentor.version,
      ':cause': cause,
    },
  });
}
