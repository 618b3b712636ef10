import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { COPY_LESSONS_ENV, OWN_QUEUE_ENV } from '../../functions/copy-lessons/env.ts';
import { COPY, COURSE, UPLOADS } from '../../model/keys.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

/** Courses get the lessons that they begin with. */
export class CoursesWork extends Construct {
  constructor(scope: Construct, id: string, { config, table, bus }: WorkProps) {
    super(scope, id);
    const { function: copy, queue } = new Consumer<typeof COPY_LESSONS_ENV>(this, 'Copy', {
      name: 'copy-lessons',
      config,
      bus,
      hears: ['course.duplicated'],
      environment: { TABLE: table.tableName },
      timeout: Duration.minutes(1),
    });
    const queueUrl: (typeof OWN_QUEUE_ENV)[number] = 'QUEUE_URL';
    copy.addEnvironment(queueUrl, queue.queueUrl);
    queue.grantSendMessages(copy);
    copy.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [COURSE]));
    copy.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [COURSE, COPY]));
    copy.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [COURSE, UPLOADS]));
  }
}
