import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DUE_SHARDS } from '../../model/notification.ts';
import { table } from '../shared/table.ts';
import type { DueItem } from './messages-for.ts';

/** A run takes so many of each shard; what is left comes in the next. */
const MOST_OF_A_SHARD = 500;
/** How long a delivery may take before what it was asked for is found due again. */
const LEASE_MS = 10 * 60_000;
const AT_ONCE = 25;

/** The longest due of each shard. */
export async function dueItems(tableName: string, now: Date): Promise<DueItem[]> {
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => String(shard));
  const due = await Promise.all(shards.map((shard) => dueInShard(tableName, shard, now)));
  return due.flat();
}

async function dueInShard(tableName: string, shard: string, now: Date): Promise<DueItem[]> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: 'due',
      KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
      ExpressionAttributeValues: { ':shard': shard, ':now': now.toISOString() },
      Limit: MOST_OF_A_SHARD,
    }),
  );
  return Items as DueItem[];
}

/** Moves them out of the way for a while. What was settled meanwhile stays as it is. */
export async function lease(tableName: string, due: readonly DueItem[], now: Date): Promise<void> {
  const until = new Date(now.getTime() + LEASE_MS).toISOString();
  for (let start = 0; start < due.length; start += AT_ONCE) {
    await Promise.all(due.slice(start, start + AT_ONCE).map((one) => leaseOne(tableName, one, until)));
  }
}

async function leaseOne(tableName: string, { pk, sk, dueAt }: DueItem, until: string): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'SET dueAt = :until, #cause = :cause',
        ConditionExpression: 'dueAt = :dueAt',
        ExpressionAttributeNames: { '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':until': until,
          ':dueAt': dueAt,
          ':cause': { actor: 'sweep', request: '', origin: 'sweep' },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
