import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, Rule, RuleTargetInput, type CfnRule } from 'aws-cdk-lib/aws-events';
import { FirehoseDeliveryStream } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { FilterPattern, SubscriptionFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AUDIT_INDEX_ENV } from '../../functions/audit-index/env.ts';
import type { AUDIT_LOG_ENV } from '../../functions/audit-log/env.ts';
import { TRAIL_PREFIX } from '../../model/audit.ts';
import { EVENT_SOURCE } from '../../model/events.ts';
import { AUDIT } from '../../model/keys.ts';
import type { StageConfig } from '../config.ts';
import type { AuditTrail } from '../constructs/audit-trail.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

export interface AuditWorkProps extends WorkProps {
  readonly trail: AuditTrail;
  /** Where the API's resolvers write. */
  readonly apiLog: ILogGroup;
}

/** Lines older than this that are not delivered yet: somebody is told. */
const TOO_OLD = Duration.minutes(30);

/** What happened goes into the audit trail: every event of ours, and from the API's log who was refused and who read. */
export class AuditWork extends Construct {
  constructor(scope: Construct, id: string, props: AuditWorkProps) {
    super(scope, id);
    this.#keepEvents(props);
    this.#index(props);
    this.#followLog(props);
  }

  /** The line that `functions/events` has made of an event, not the event. */
  #keepEvents({ bus, trail: { streamArn }, config: { stage } }: AuditWorkProps): void {
    const stream = DeliveryStream.fromDeliveryStreamArn(this, 'Stream', streamArn);
    const everything = new Rule(this, 'Everything', {
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE] },
      targets: [new FirehoseDeliveryStream(stream, { message: RuleTargetInput.fromEventPath('$.detail.trail') })],
    });
    // A replay to all rules would write its events into the trail again, which forgets nothing. CDK's patterns know no
    // `replay-name`.
    const rule = everything.node.defaultChild as CfnRule;
    rule.addPropertyOverride('EventPattern.replay-name', [{ exists: false }]);
    new Metric({
      namespace: 'AWS/Firehose',
      metricName: 'DeliveryToS3.DataFreshness',
      dimensionsMap: { DeliveryStreamName: stream.deliveryStreamName },
      period: Duration.minutes(5),
      statistic: 'Maximum',
    }).createAlarm(this, 'NotDelivered', {
      alarmName: `kalpla-${stage}-audit-not-delivered`,
      alarmDescription: 'Lines of the audit trail do not reach S3. See docs/audit.md.',
      threshold: TOO_OLD.toSeconds(),
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  #index({ config, table, trail: { bucket } }: AuditWorkProps): void {
    const { function: index } = new Consumer<typeof AUDIT_INDEX_ENV>(this, 'Index', {
      name: 'audit-index',
      config,
      bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      hears: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: TRAIL_PREFIX }] } },
      },
      environment: {
        TABLE: table.tableName,
        LOCK_MODE: config.auditLockMode,
        LOCK_DAYS: String(config.auditLockDays),
      },
      timeout: Duration.minutes(2),
    });
    index.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchWriteItem'], [AUDIT]));
    index.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObjectVersion', 's3:PutObjectRetention'],
        resources: [bucket.arnForObjects(`${TRAIL_PREFIX}*`)],
      }),
    );
  }

  #followLog({ config, bus, apiLog }: AuditWorkProps): void {
    const follow = new BackendFunction<typeof AUDIT_LOG_ENV>(this, 'Log', {
      name: 'audit-log',
      config,
      environment: { BUS: bus.eventBusName },
      timeout: Duration.seconds(30),
    });
    follow.configureAsyncInvoke({ onFailure: new SqsDestination(this.#notFollowed(config)), retryAttempts: 2 });
    follow.addToRolePolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }));
    // Not by the log group's own method, which would put it into the API's stack.
    new SubscriptionFilter(this, 'Accesses', {
      logGroup: apiLog,
      destination: new LambdaDestination(follow),
      // Both stand in the lines of `resolvers/steps/note-access.ts`; what else has them, the function leaves out.
      filterPattern: FilterPattern.allTerms('audit', 'objectIds'),
    });
  }
  /** Deliveries of the log that the function could not do, with what they were. */
  #notFollowed({ stage }: StageConfig): Queue {
    const queue = new Queue(this, 'NotFollowed', {
      queueName: `kalpla-${stage}-audit-log-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const visible = { period: Duration.minutes(1), statistic: 'Maximum' };
    queue.metricApproximateNumberOfMessagesVisible(visible).createAlarm(this, 'SetAside', {
      alarmName: `kalpla-${stage}-audit-log-set-aside`,
      alarmDescription: 'Refusals or reads are missing in the audit trail. See docs/audit.md.',
      threshold: 0,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    return queue;
  }
}
