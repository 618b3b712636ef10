import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AGGREGATE_ENV } from '../../functions/aggregate/env.ts';
import type { RECOMPUTE_ENV } from '../../functions/recompute/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import {
  accountKey,
  BOARD,
  CARD,
  COPY,
  COURSE,
  courseKey,
  ENROLLMENT,
  FOLD,
  INBOX,
  LEARNER,
  POINTS,
  POSITION,
  REVIEWS,
  USER,
} from '../../model/keys.ts';
import type { StageConfig } from '../config.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

/** Partitions with items that hold totals. */
const TOTALS = [CARD, INBOX, REVIEWS, POINTS, BOARD];

/** Partitions with items that count, where a rebuild queries the table itself. */
const COUNTED = [INBOX, REVIEWS, POINTS];

/** Indexes by which a rebuild finds what counts, where it lies in many partitions. */
const REBUILT_BY: readonly (keyof typeof INDEXES)[] = ['learningOfCourse', 'learnersWithPoints'];

type AggregateFunction = BackendFunction<typeof AGGREGATE_ENV>;

/**
 * Totals over items, folded from the table's stream, and rebuilt from the items on demand. The fold is one of the two
 * readers that a stream can have; the other is the Pipe of the events.
 */
export class Aggregates extends Construct {
  constructor(scope: Construct, id: string, { config, table, bus }: WorkProps) {
    super(scope, id);
    const recompute = new Consumer<typeof RECOMPUTE_ENV>(this, 'Recompute', {
      name: 'recompute',
      config,
      bus,
      environment: { TABLE: table.tableName },
      timeout: Duration.minutes(5),
      // It holds what each counted item counts: a million of them are 200 MB.
      memorySizeMb: 2048,
    });
    const rebuilder = recompute.function;
    rebuilder.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem', 'dynamodb:GetItem'], TOTALS));
    rebuilder.addToRolePolicy(partitionStatement(table, ['dynamodb:Query'], [FOLD, ...COUNTED]));
    rebuilder.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: REBUILT_BY.map((name) => `${table.tableArn}/index/${name}`),
      }),
    );

    const aggregate: AggregateFunction = new BackendFunction(this, 'Aggregate', {
      name: 'aggregate',
      config,
      environment: { TABLE: table.tableName, RECOMPUTE_QUEUE_URL: recompute.queue.queueUrl },
      timeout: Duration.minutes(1),
    });
    aggregate.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [FOLD, ...TOTALS]));
    aggregate.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [FOLD, COPY]));
    for (const listing of [aggregate, rebuilder]) {
      listing.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [BOARD]));
      listing.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [BOARD, POINTS, USER]));
    }
    recompute.queue.grantSendMessages(aggregate);
    this.#fold(aggregate, table, config);
  }

  #fold(aggregate: AggregateFunction, table: ITable, { stage }: StageConfig): void {
    const streamArn = table.tableStreamArn ?? '';
    const given = new PolicyStatement({
      actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action}`,
      ),
      resources: [streamArn],
    });
    aggregate.addToRolePolicy(given);
    const discarded = new Queue(this, 'Discarded', {
      queueName: `kalpla-${stage}-aggregate-discarded`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const mapping = new EventSourceMapping(this, 'Stream', {
      target: aggregate,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 500,
      // Only in a window an event says of which shard it is, and marks stand by shard. Nothing is kept in its state.
      tumblingWindow: Duration.minutes(15),
      parallelizationFactor: 1,
      bisectBatchOnError: true,
      retryAttempts: 10,
      // What is wrong for longer is told by the alarm: the aggregates are rebuilt once it is mended.
      maxRecordAge: Duration.hours(6),
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(discarded),
      filters: sources().map((pattern) => ({ pattern: JSON.stringify(pattern) })),
    });
    // Lambda looks at once whether the role may read.
    if (aggregate.role) mapping.node.addDependency(aggregate.role);
    discarded
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' })
      .createAlarm(this, 'RecordsDiscarded', {
        alarmName: `kalpla-${stage}-aggregate-discarded`,
        alarmDescription: 'Records were not folded into totals. See docs/runbooks/events.md.',
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
  }
}

/** Records that can change an aggregate, as filters: all else needs no invocation. */
function sources() {
  const keyed = (pk: string[], sk?: string) => ({
    Keys: {
      pk: { S: pk.map((prefix) => ({ prefix })) },
      ...(sk ? { sk: { S: [{ prefix: sk }] } } : {}),
    },
  });
  return [
    { dynamodb: keyed([LEARNER], ENROLLMENT) },
    // A lesson is opened once; where its learner is in it is reported every half minute.
    { eventName: ['INSERT', 'REMOVE'], dynamodb: keyed([LEARNER], POSITION) },
    // Boards show names.
    { eventName: ['MODIFY'], dynamodb: keyed([USER], accountKey('').sk) },
    // Of cards nothing is counted: what they count is copied.
    { dynamodb: keyed([INBOX, REVIEWS, POINTS, CARD]) },
    // Not counted, but copied: what cards show of a published course.
    { dynamodb: { ...keyed([COURSE], courseKey('').sk), NewImage: { status: { S: ['PUBLISHED'] } } } },
  ];
}
