import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IDENTITY_ENV } from '../../functions/identity/env.ts';
import { HISTORY, LISTED, USER } from '../../model/keys.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

export interface IdentityWorkProps extends WorkProps {
  readonly pool: UserPool;
}

/** The user pool follows the accounts, which are the authority. */
export class IdentityWork extends Construct {
  /** Where the sweep asks for the end of a suspension. */
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, { config, table, bus, pool }: IdentityWorkProps) {
    super(scope, id);
    const identity = new Consumer<typeof IDENTITY_ENV>(this, 'Follow', {
      name: 'identity',
      config,
      bus,
      hears: ['groups.changed', 'account.suspended', 'account.reactivated'],
      environment: { TABLE: table.tableName, USER_POOL_ID: pool.userPoolId },
    });
    this.queue = identity.queue;
    identity.function.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem'], [USER]));
    identity.function.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [USER, LISTED]));
    identity.function.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [LISTED, HISTORY]));
    identity.function.addToRolePolicy(partitionStatement(table, ['dynamodb:DeleteItem'], [LISTED]));
    identity.function.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'cognito-idp:AdminGetUser',
          'cognito-idp:AdminListGroupsForUser',
          'cognito-idp:AdminAddUserToGroup',
          'cognito-idp:AdminRemoveUserFromGroup',
          'cognito-idp:AdminUserGlobalSignOut',
          'cognito-idp:AdminDisableUser',
          'cognito-idp:AdminEnableUser',
        ],
        resources: [pool.userPoolArn],
      }),
    );
  }
}
