import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { OWN_QUEUE, type ROSTER_WORK_ENV } from '../../functions/roster-work/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import { COURSE, LEARNER, ROSTER, SEATS } from '../../model/keys.ts';
import { ANNOUNCEMENTS, IMPORTS, INVITATIONS } from '../../model/roster-keys.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

export interface RosterWorkProps extends WorkProps {
  /** Of the function that makes notifications. */
  readonly notifications: IQueue;
}

/** What a mentor asks for many learners at once. */
export class RosterWork extends Construct {
  constructor(scope: Construct, id: string, { config, table, bus, notifications }: RosterWorkProps) {
    super(scope, id);
    const { function: work, queue } = new Consumer<typeof ROSTER_WORK_ENV>(this, 'Work', {
      name: 'roster-work',
      config,
      bus,
      hears: ['roster.requested', 'announcement.created'],
      environment: {
        TABLE: table.tableName,
        NOTIFICATIONS_QUEUE_URL: notifications.queueUrl,
        // What is left of a run's time must do for the piece that it has begun.
        RESERVE_MS: String(Duration.seconds(30).toMilliseconds()),
        LEARNERS_A_PIECE: '100',
      },
      timeout: Duration.minutes(2),
    });
    const allow = (actions: readonly `dynamodb:${string}`[], partitions: readonly string[]) => {
      work.addToRolePolicy(partitionStatement(table, actions, partitions));
    };
    allow(['dynamodb:GetItem'], [COURSE, LEARNER, IMPORTS, INVITATIONS, ANNOUNCEMENTS, ROSTER]);
    allow(['dynamodb:BatchGetItem'], [LEARNER]);
    allow(['dynamodb:Query'], [SEATS]);
    allow(['dynamodb:PutItem'], [LEARNER, INVITATIONS, ROSTER]);
    allow(['dynamodb:UpdateItem'], [SEATS, IMPORTS, ROSTER]);
    const accountByEmail: keyof typeof INDEXES = 'accountByEmail';
    const learningOfCourse: keyof typeof INDEXES = 'learningOfCourse';
    work.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [accountByEmail, learningOfCourse].map((name) => `${table.tableArn}/index/${name}`),
      }),
    );
    work.addEnvironment(OWN_QUEUE, queue.queueUrl);
    queue.grantSendMessages(work);
    notifications.grantSendMessages(work);
  }
}
