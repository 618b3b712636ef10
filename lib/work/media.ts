import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { CHECK_UPLOAD_ENV } from '../../functions/check-upload/env.ts';
import type { SWEEP_UPLOADS_ENV } from '../../functions/sweep-uploads/env.ts';
import { UPLOADS } from '../../model/keys.ts';
import { UPLOADS_DUE } from '../../model/upload.ts';
import { OBJECTS } from '../../model/upload-keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

export interface MediaWorkProps extends WorkProps {
  /** Where people's files lie. */
  readonly media: IBucket;
}

/** Files that have come are checked before anything can show them. */
export class MediaWork extends Construct {
  constructor(scope: Construct, id: string, props: MediaWorkProps) {
    super(scope, id);
    this.#addChecking(props);
    this.#addSweep(props);
  }

  #addChecking({ config, table, media }: MediaWorkProps): void {
    const { function: check } = new Consumer<typeof CHECK_UPLOAD_ENV>(this, 'Checking', {
      name: 'check-upload',
      config,
      bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      hears: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [media.bucketName] } },
      },
      environment: { TABLE: table.tableName },
      // Text is read to its end: 100 MB of it.
      timeout: Duration.minutes(1),
    });
    check.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [UPLOADS]));
    check.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObjectVersion', 's3:DeleteObjectVersion'],
        resources: [media.arnForObjects(`${OBJECTS}*`)],
      }),
    );
  }

  /** What nothing uses goes. By the index, not by the bucket's rules: those know the age of a file, not its use. */
  #addSweep({ config, table, media }: MediaWorkProps): void {
    const sweep = new BackendFunction<typeof SWEEP_UPLOADS_ENV>(this, 'Sweep', {
      name: 'sweep-uploads',
      config,
      environment: { TABLE: table.tableName, BUCKET: media.bucketName },
      timeout: Duration.minutes(5),
    });
    sweep.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${table.tableArn}/index/due`],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [UPLOADS_DUE] } },
      }),
    );
    sweep.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [UPLOADS]));
    sweep.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucketVersions'], resources: [media.bucketArn] }));
    sweep.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:DeleteObjectVersion'], resources: [media.arnForObjects(`${OBJECTS}*`)] }),
    );
    new Schedule(this, 'EachHour', {
      scheduleName: `kalpla-${config.stage}-sweep-uploads`,
      description: 'Removes uploads that nothing uses',
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(sweep, { retryAttempts: 0 }),
    });
  }
}
