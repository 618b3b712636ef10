import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { TABLE_KEY } from '../../model/indexes.ts';
import { onceKey, TIME_TO_LIVE } from '../../model/keys.ts';
import { NEWS_DAYS } from '../../model/notification.ts';

/** Powertools' records in our table, each in a partition of its own: one for all would be a hot one. */
class OncePerPartition extends DynamoDBPersistenceLayer {
  protected override getKey(idempotencyKey: string): Record<string, AttributeValue> {
    return marshall(onceKey(idempotencyKey));
  }
}

const DAY_SECONDS = 86_400;

/** A day more than what is guarded is tried for, from when it was due: see `isOldNews`. */
const KEPT_DAYS = NEWS_DAYS + 1;

/**
 * Something that must happen once for its key: again within eight days, it returns what it returned, and does nothing.
 * While one is at it, another who comes fails, to be retried. One that has crashed is retried once its time is over.
 * @param keyPrefix name of what happens
 */
export function once<Argument extends { readonly key: string }, Result>(
  keyPrefix: string,
  tableName: string,
  work: (argument: Argument) => Promise<Result>,
): (argument: Argument, context: Context) => Promise<Result> {
  const persistenceStore = new OncePerPartition({
    tableName,
    keyAttr: TABLE_KEY.partitionKey,
    expiryAttr: TIME_TO_LIVE,
    awsSdkV3Client: new DynamoDBClient({}),
  });
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    throwOnNoIdempotencyKey: true,
    expiresAfterSeconds: KEPT_DAYS * DAY_SECONDS,
  });
  const guarded = makeIdempotent((argument: Argument, _context: Context) => work(argument), {
    persistenceStore,
    config,
    keyPrefix,
  });
  return (argument, context) => guarded(argument, context);
}
