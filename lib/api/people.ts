import { NestedStack } from 'aws-cdk-lib';
import { LambdaDataSource } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { MAKE_ACCOUNT_ENV } from '../../functions/make-account/env.ts';
import { CONSENT, HISTORY, LISTED, USER } from '../../model/keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

/** Accounts. */
export class PeopleApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table, pool, config }: DomainProps) {
    super(scope, id);
    const people = new TableSource(this, 'Source', { api, table, domain: 'people' })
      // `me`; and AppSync reads an account back whose condition failed.
      .allow(['GetItem', 'BatchGetItem'], [USER])
      .allow(['UpdateItem'], [USER, LISTED])
      .allow(['PutItem'], [LISTED, HISTORY, CONSENT])
      .allow(['DeleteItem'], [LISTED])
      .allow(['Query'], [HISTORY, CONSENT])
      .allowIndexes(['accountByEmail', 'accountsByName']);

    const makeAccount = new BackendFunction<typeof MAKE_ACCOUNT_ENV>(this, 'MakeAccount', {
      name: 'make-account',
      config,
      environment: { TABLE: table.tableName, USER_POOL_ID: pool.userPoolId },
    });
    makeAccount.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem', 'dynamodb:GetItem'], [USER]));
    makeAccount.addToRolePolicy(
      new PolicyStatement({
        actions: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminAddUserToGroup'],
        resources: [pool.userPoolArn],
      }),
    );
    const makeAccountSource = new LambdaDataSource(this, 'MakeAccountSource', {
      api,
      name: 'makeAccount',
      lambdaFunction: makeAccount,
    });

    const decide = step('steps/decide-administering', people);
    this.fields = {
      'Query.me': pipeline(step('1-read', people), step('2-make', makeAccountSource)),
      'Query.profile': unit(people),
      'Query.consentHistory': unit(people),
      'Mutation.updateProfile': unit(people),
      'Mutation.setConsent': unit(people),
      'Query.users': pipeline(step('steps/decide-admin', people), step('2-list', people)),
      'Query.user': pipeline(decide),
      'Query.userHistory': pipeline(decide, step('2-list', people)),
      'Mutation.setUserGroups': pipeline(decide, step('2-write', people)),
      'Mutation.suspendUser': pipeline(decide, step('2-write', people)),
      'Mutation.reactivateUser': pipeline(decide, step('2-write', people)),
    } satisfies Fields;
    addFields(this, api, 'people', this.fields);
  }
}
