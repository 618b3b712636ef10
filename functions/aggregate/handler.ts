import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, DynamoDBRecord } from 'aws-lambda';
import { AGGREGATE_ORIGIN } from '../shared/folds/fold.ts';
import { boardCounts } from '../shared/folds/board-counts.ts';
import { FOLDS } from '../shared/folds/folds.ts';
import { readEnv } from '../shared/env.ts';
import { sendRecompute } from '../shared/recompute-queue.ts';
import { table } from '../shared/table.ts';
import { AGGREGATE_ENV } from './env.ts';
import { foldBatch } from './fold-batch.ts';
import { boardsOf, isOutgrown, listBatch } from './list-batch.ts';

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

/** Folds a batch into totals, and lists the learners whose points it changes. */
export async function handler(event: WindowEvent, context: Context): Promise<WindowAnswer> {
  const records = event.Records ?? [];
  const recompute = (aggregate: string, delaySeconds = 0): Promise<void> =>
    sendRecompute(env.RECOMPUTE_QUEUE_URL, { aggregate, since: nowSeconds() }, delaySeconds);
  const ports = {
    table,
    tableName: env.TABLE,
    cause: { actor: 'aggregate', request: context.awsRequestId, origin: AGGREGATE_ORIGIN },
    nowSeconds,
    recompute,
    logger,
  };
  const boards = await boardsOf(records, ports);
  const failed = await foldBatch(records, FOLDS, {
    ...ports,
    shardId: event.shardId,
    isCounted: (fold, id) => fold !== boardCounts || isOutgrown(boards, id),
  });
  const isListed = await listBatch(records, boards, { ...ports, now: new Date().toISOString() });
  const again = isListed ? failed : records[0]?.dynamodb?.SequenceNumber;
  return { state: {}, batchItemFailures: again ? [{ itemIdentifier: again }] : [] };
}
