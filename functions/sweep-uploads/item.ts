import { DeleteCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../model/keys.ts';
import { UPLOADS_DUE, type UploadItem } from '../../model/upload.ts';
import { table } from '../shared/table.ts';
import { failedConditions } from '../shared/write-failures.ts';
import { tableName } from './environment.ts';

/** What the index `due` tells of an upload. */
export type DueUpload = Key & Required<Pick<UploadItem, 'dueAt'>>;

const SWEPT = { actor: 'sweep-uploads', request: '', origin: 'sweep-uploads' };

/** The longest due. */
export async function dueUploads(now: Date, most: number): Promise<DueUpload[]> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: 'due',
      KeyConditionExpression: 'dueShard = :uploads AND dueAt <= :now',
      ExpressionAttributeValues: { ':uploads': UPLOADS_DUE, ':now': now.toISOString() },
      Limit: most,
    }),
  );
  return Items as DueUpload[];
}

/**
 * Says that the upload is being removed, so that nothing can begin to show it. Not where something shows it, or has
 * shown it since it was found due. @returns whether it is to be removed
 */
export function markGone(due: DueUpload): Promise<boolean> {
  return holds(due, {
    UpdateExpression: 'SET #status = :gone, #cause = :cause',
    ConditionExpression: 'dueAt = :dueAt AND size(usedBy) = :none',
    ExpressionAttributeNames: { '#status': 'status', '#cause': 'cause' },
    ExpressionAttributeValues: { ':gone': 'GONE', ':dueAt': due.dueAt, ':none': 0, ':cause': SWEPT },
  });
}

/** What one thing has ceased to show, another still does: it is no orphan. */
export async function keep(due: DueUpload): Promise<void> {
  await holds(due, {
    UpdateExpression: 'SET #cause = :cause REMOVE dueShard, dueAt',
    ConditionExpression: 'dueAt = :dueAt AND size(usedBy) > :none',
    ExpressionAttributeNames: { '#cause': 'cause' },
    ExpressionAttributeValues: { ':dueAt': due.dueAt, ':none': 0, ':cause': SWEPT },
  });
}

/** Forgets an upload whose object is removed. */
export async function forget({ pk, sk }: Key): Promise<void> {
  await table.send(new DeleteCommand({ TableName: tableName, Key: { pk, sk } }));
}

async function holds({ pk, sk }: Key, update: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<boolean> {
  try {
    await table.send(new UpdateCommand({ TableName: tableName, Key: { pk, sk }, ...update }));
    return true;
  } catch (error) {
    if (failedConditions(error).length === 0) throw error;
    return false;
  }
}
