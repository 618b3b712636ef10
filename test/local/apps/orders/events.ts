import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type EventBus, EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { appFunction } from './function.ts';

export interface OrderEventsProps {
  readonly orders: Table;
  readonly bus: EventBus;
}

/** New orders on their way: stream, Pipe, bus, rule, queue. */
export class OrderEvents extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { orders, bus }: OrderEventsProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', { encryption: QueueEncryption.SQS_MANAGED });
    this.queue = new Queue(this, 'ToShip', {
      visibilityTimeout: Duration.seconds(60),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 2 },
      enforceSSL: true,
    });
    this.#pipe(orders, bus);
    new Rule(this, 'Placed', {
      eventBus: bus,
      eventPattern: {
        source: ['orders'],
        detailType: ['order.placed'],
        detail: { cents: Match.greaterThan(0) },
      },
      targets: [
        new SqsQueue(this.queue, {
          message: RuleTargetInput.fromObject({
            id: EventField.fromPath('$.detail.id'),
            customer: EventField.fromPath('$.detail.customer'),
            note: `order ${EventField.fromPath('$.detail.id')} of ${EventField.fromPath('$.detail.customer')}`,
          }),
        }),
      ],
    });
  }

  /** Kalpla's event flow in small: one Pipe that turns item changes into events. */
  #pipe(orders: Table, bus: EventBus): void {
    const enrich = appFunction(this, 'enrich');
    const poison = new Queue(this, 'Poison');
    const role = new Role(this, 'PipeRole', { assumedBy: new ServicePrincipal('pipes.amazonaws.com') });
    const streamArn = orders.tableStreamArn ?? '';
    const allow = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn);
    allow(['lambda:InvokeFunction'], enrich.functionArn);
    allow(['events:PutEvents'], bus.eventBusArn);
    allow(['sqs:SendMessage'], poison.queueArn);
    const pipe = new CfnPipe(this, 'Pipe', {
      roleArn: role.roleArn,
      source: streamArn,
      sourceParameters: {
        filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
        dynamoDbStreamParameters: {
          startingPosition: 'TRIM_HORIZON',
          batchSize: 10,
          maximumRetryAttempts: 3,
          maximumRecordAgeInSeconds: 3600,
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
          deadLetterConfig: { arn: poison.queueArn },
        },
      },
      enrichment: enrich.functionArn,
      target: bus.eventBusArn,
      targetParameters: { eventBridgeEventBusParameters: { source: 'orders', detailType: 'order.placed' } },
    });
    // The pipe reads as soon as it is there.
    pipe.node.addDependency(role);
  }
}
