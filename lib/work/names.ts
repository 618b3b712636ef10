import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { REFRESH_NAMES_ENV } from '../../functions/refresh-names/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import { COPY, COURSE, LISTED, USER } from '../../model/keys.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

/** Copies of people's names follow their accounts. Those on boards are the fold's. */
export class NamesWork extends Construct {
  constructor(scope: Construct, id: string, { config, table, bus }: WorkProps) {
    super(scope, id);
    const { function: refresh } = new Consumer<typeof REFRESH_NAMES_ENV>(this, 'Refresh', {
      name: 'refresh-names',
      config,
      bus,
      hears: ['account.updated', 'course.created'],
      environment: { TABLE: table.tableName },
      // A thousand courses.
      timeout: Duration.minutes(2),
    });
    refresh.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem'], [USER, COURSE]));
    refresh.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [COURSE, COPY]));
    refresh.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [LISTED]));
    const coursesOfMentor: keyof typeof INDEXES = 'coursesOfMentor';
    refresh.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${table.tableArn}/index/${coursesOfMentor}`],
      }),
    );
  }
}
