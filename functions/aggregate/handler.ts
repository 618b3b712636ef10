import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { AGGREGATE_ORIGIN } from '../shared/folds/fold.ts';
import { FOLDS } from '../shared/folds/folds.ts';
import { readEnv } from '../shared/env.ts';
import { sendRecompute } from '../shared/recompute-queue.ts';
import { table } from '../shared/table.ts';
import { AGGREGATE_ENV } from './env.ts';
import { foldBatch } from './fold-batch.ts';

const env = readEnv(AGGREGATE_ENV);
const logger = new Logger({ serviceName: 'aggregate' });

/** A batch of the table's stream. In a tumbling window, for only then it says of which shard. */
interface WindowEvent {
  readonly Records?: readonly DynamoDBRecord[];
  readonly shardId: string;
}

/** Without a state Lambda takes the invocation for failed. There is none: each batch is folded at once. */
interface WindowAnswer {
  readonly state: object;
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Folds a batch into totals. */
export async function handler(event: WindowEvent, context: Context): Promise<WindowAnswer> {
  const failed = await foldBatch(event.Records ?? [], FOLDS, {
    table,
    tableName: env.TABLE,
    shardId: event.shardId,
    cause: { actor: 'aggregate', request: context.awsRequestId, origin: AGGREGATE_ORIGIN },
    nowSeconds,
    recompute: (aggregate, delaySeconds) =>
      sendRecompute(env.RECOMPUTE_QUEUE_URL, { aggregate, since: nowSeconds() }, delaySeconds),
    logger,
  });
  return { state: {}, batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };
}
