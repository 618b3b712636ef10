import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../model/events.ts';
import { BOOKKEEPING } from '../../model/keys.ts';
import type { StageConfig } from '../config.ts';
import { BackendFunction } from '../constructs/backend-function.ts';

export interface EventFlowProps {
  readonly config: StageConfig;
  readonly table: ITable;
}

/**
 * From the table's stream to the bus: one Pipe, whose enrichment turns changes of items into events. It is one of the
 * two readers that a stream can have; the other is `functions/aggregate`.
 */
export class EventFlow extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { config, table }: EventFlowProps) {
    super(scope, id);
    const { stage } = config;
    this.bus = new EventBus(this, 'Bus', { eventBusName: `kalpla-${stage}` });
    // EventBridge itself keeps replayed events out of it.
    this.bus.archive('Archive', {
      archiveName: `kalpla-${stage}`,
      description: 'Events for consumers that come late. See docs/runbooks/events.md.',
      eventPattern: { source: [EVENT_SOURCE] },
      retention: Duration.days(config.eventArchiveDays),
    });
    const enrichment = new BackendFunction<readonly []>(this, 'Events', {
      name: 'events',
      config,
      environment: {},
      timeout: Duration.seconds(30),
    });
    const deadLetters = new Queue(this, 'DeadLetters', {
      queueName: `kalpla-${stage}-events-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const streamArn = table.tableStreamArn ?? '';
    const role = new Role(this, 'PipeRole', { assumedBy: new ServicePrincipal('pipes.amazonaws.com') });
    const allow = (actions: string[], resource: string) => {
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    };
    allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn);
    allow(['lambda:InvokeFunction'], enrichment.functionArn);
    allow(['events:PutEvents'], this.bus.eventBusArn);
    allow(['sqs:SendMessage'], deadLetters.queueArn);
    const pipe = new CfnPipe(this, 'Pipe', {
      roleArn: role.roleArn,
      source: streamArn,
      sourceParameters: {
        filterCriteria: { filters: [{ pattern: JSON.stringify(withoutBookkeeping()) }] },
        dynamoDbStreamParameters: {
          startingPosition: 'TRIM_HORIZON',
          // The bus takes ten at once, and a record becomes at most one event.
          batchSize: 10,
          // Changes of one item stay in order.
          parallelizationFactor: 10,
          // A bad record would block its shard for a day otherwise.
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
          maximumRetryAttempts: 5,
          maximumRecordAgeInSeconds: 6 * 3600,
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
      },
      enrichment: enrichment.functionArn,
      target: this.bus.eventBusArn,
      targetParameters: {
        eventBridgeEventBusParameters: { source: EVENT_SOURCE, detailType: '$.type', time: '$.time' },
      },
    });
    // The Pipe reads as soon as it is there.
    pipe.node.addDependency(role);
  }
}

/** What the enrichment would drop needs no invocation. */
function withoutBookkeeping() {
  return { dynamodb: { Keys: { pk: { S: [{ 'anything-but': { prefix: BOOKKEEPING } }] } } } };
}
