import { Duration, NestedStack } from 'aws-cdk-lib';
import { LambdaDataSource } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { MAKE_ACCOUNT_ENV } from '../../functions/make-account/env.ts';
import type { SIGN_IN_ENV } from '../../functions/sign-in/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import { CONSENT, HISTORY, LISTED, TOKEN, UPLOADS, USER } from '../../model/keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { FileSigner } from '../constructs/file-signer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

export interface PeopleApiProps extends DomainProps {
  /** Where people's files lie. */
  readonly media: IBucket;
}

/** Accounts. */
export class PeopleApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table, pool, config, media }: PeopleApiProps) {
    super(scope, id);
    const people = new TableSource(this, 'Source', { api, table, domain: 'people' })
      // `me` and `profile`; and AppSync reads an account back whose condition failed.
      .allow(['GetItem'], [USER])
      // With the upload of a picture, which is then claimed, and one day released.
      .allow(['BatchGetItem'], [USER, UPLOADS])
      .allow(['UpdateItem'], [USER, LISTED, UPLOADS])
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

    const signIn = this.#addSignIn({ api, table, pool, config });
    const signer = new FileSigner(this, 'Avatars', { api, config, media, name: 'avatars' });
    const showAvatar = step('steps/show-avatar', signer);
    const decide = step('steps/decide-administering', people);
    this.fields = {
      'Query.me': pipeline(step('1-read', people), step('2-make', makeAccountSource), showAvatar),
      'Query.profile': pipeline(step('1-read', people), showAvatar),
      'Query.avatars': pipeline(step('1-read', people), step('2-sign', signer)),
      'Query.consentHistory': unit(people),
      'Mutation.updateProfile': pipeline(step('1-read', people), step('2-write', people), showAvatar),
      'Mutation.setConsent': unit(people),
      'Query.users': pipeline(step('steps/decide-admin', people), step('2-list', people)),
      'Query.user': pipeline(decide),
      'Query.userHistory': pipeline(decide, step('2-list', people)),
      'Mutation.setUserGroups': pipeline(decide, step('2-write', people)),
      'Mutation.suspendUser': pipeline(decide, step('2-write', people)),
      'Mutation.reactivateUser': pipeline(decide, step('2-write', people)),
      'Mutation.inviteUser': pipeline(step('steps/decide-admin', people), step('2-invite', signIn)),
      'Mutation.resendInvitation': pipeline(decide, step('2-send', signIn)),
      'Mutation.resetMfa': pipeline(decide, step('2-write', people), step('3-reset', signIn)),
    } satisfies Fields;
    addFields(this, api, 'people', this.fields);
  }

  /** What Admins do to people's sign-in, where the user pool is the one to do it. */
  #addSignIn({ api, table, pool, config }: DomainProps): LambdaDataSource {
    const signIn = new BackendFunction<typeof SIGN_IN_ENV>(this, 'SignIn', {
      name: 'sign-in',
      config,
      environment: { TABLE: table.tableName, USER_POOL_ID: pool.userPoolId },
      timeout: Duration.seconds(15),
    });
    signIn.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [USER]));
    signIn.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem', 'dynamodb:DeleteItem'], [TOKEN]));
    signIn.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [TOKEN, LISTED]));
    signIn.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [TOKEN, USER, LISTED, HISTORY]));
    const accountByEmail: keyof typeof INDEXES = 'accountByEmail';
    signIn.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${accountByEmail}`] }),
    );
    signIn.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'cognito-idp:AdminCreateUser',
          'cognito-idp:AdminGetUser',
          'cognito-idp:AdminAddUserToGroup',
          'cognito-idp:AdminSetUserMFAPreference',
        ],
        resources: [pool.userPoolArn],
      }),
    );
    return new LambdaDataSource(this, 'SignInSource', { api, name: 'signIn', lambdaFunction: signIn });
  }
}
