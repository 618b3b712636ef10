import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { REFRESH_ENROLLMENTS_ENV, WALK_ENV } from '../../functions/refresh-enrollments/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import { COURSE, LEARNER, REFRESH } from '../../model/keys.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

/** Enrollments follow the outlines of their courses. */
export class OutlinesWork extends Construct {
  constructor(scope: Construct, id: string, { config, table, bus }: WorkProps) {
    super(scope, id);
    const { function: refresh, queue } = new Consumer<typeof REFRESH_ENROLLMENTS_ENV>(this, 'Refresh', {
      name: 'refresh-enrollments',
      config,
      bus,
      hears: ['outline.changed'],
      environment: { TABLE: table.tableName },
      // Forty pages, of a quarter of a second each, and what retries take.
      timeout: Duration.minutes(1),
    });
    const queueUrl: (typeof WALK_ENV)[number] = 'QUEUE_URL';
    refresh.addEnvironment(queueUrl, queue.queueUrl);
    queue.grantSendMessages(refresh);
    refresh.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem'], [COURSE, LEARNER]));
    refresh.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [LEARNER]));
    refresh.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [LEARNER, REFRESH]));
    const learningOfCourse: keyof typeof INDEXES = 'learningOfCourse';
    refresh.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${table.tableArn}/index/${learningOfCourse}`],
      }),
    );
  }
}
