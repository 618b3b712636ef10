import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UploadRejection } from '../../generated/schema.ts';
import type { Key } from '../../model/keys.ts';
import type { UploadItem } from '../../model/upload.ts';
import { table } from '../shared/table.ts';
import { failedConditions } from '../shared/write-failures.ts';

/** What was found of one version of an object. */
interface Found {
  readonly versionId: string;
  readonly rejection: UploadRejection | null;
  /** Id of the event. */
  readonly request: string;
}

export async function readUpload(tableName: string, { pk, sk }: Key): Promise<UploadItem | null> {
  const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }));
  return (Item as UploadItem | undefined) ?? null;
}

/**
 * Writes what was found, where nothing was before: the first version that is checked is the upload's for good.
 * @returns the upload as it stands then
 */
export async function settle(tableName: string, { pk, sk }: Key, found: Found): Promise<UploadItem | null> {
  const { versionId, rejection, request } = found;
  try {
    const { Attributes } = await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: `SET #status = :status, ${rejection ? 'rejection' : 'versionId'} = :found, #cause = :cause`,
        ConditionExpression: '#status = :pending',
        ExpressionAttributeNames: { '#status': 'status', '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':pending': 'PENDING',
          ':status': rejection ? 'REJECTED' : 'READY',
          ':found': rejection ?? versionId,
          ':cause': { actor: 'check-upload', request, origin: 'check-upload' },
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return Attributes as UploadItem;
  } catch (error) {
    const [failed] = failedConditions(error);
    if (!failed) throw error;
    return failed.item as UploadItem | null;
  }
}
