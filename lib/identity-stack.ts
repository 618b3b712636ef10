import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  UserPool,
  UserPoolOperation,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { POST_CONFIRMATION_ENV } from '../functions/post-confirmation/env.ts';
import type { UserGroup } from '../generated/schema.ts';
import { USER } from '../model/keys.ts';
import type { StageConfig } from './config.ts';
import { BackendFunction } from './constructs/backend-function.ts';
import { partitionStatement } from './constructs/partition-statement.ts';

export interface IdentityStackProps extends StackProps {
  readonly config: StageConfig;
  readonly table: ITable;
}

/** Groups in the order in which a token names them. */
const GROUPS: readonly UserGroup[] = ['Admin', 'Moderator', 'Mentor', 'Student'];

/** Who people are: the user pool, its groups, the client that apps sign in with. */
export class IdentityStack extends Stack {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: IdentityStackProps) {
    super(scope, id, props);
    const { config, table } = props;
    this.pool = new UserPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: true,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true }, fullname: { required: false, mutable: true } },
      passwordPolicy: {
        minLength: 10,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: config.keepsData,
      removalPolicy: config.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    GROUPS.forEach((groupName, precedence) => {
      new CfnUserPoolGroup(this, `Group${groupName}`, { userPoolId: this.pool.userPoolId, groupName, precedence });
    });
    this.client = this.#addClient();
    this.#makeAccountsOnConfirmation(table, config);

    new CfnOutput(this, 'UserPoolId', { value: this.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.client.userPoolClientId });
  }

  /** Tokens can't be called back from AppSync, so they live for 15 minutes. No client writes more than e-mail and name. */
  #addClient(): UserPoolClient {
    const attributes = new ClientAttributes().withStandardAttributes({ email: true, fullname: true });
    return this.pool.addClient('Web', {
      authFlows: { userSrp: true },
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(30),
      readAttributes: attributes.withStandardAttributes({ emailVerified: true }),
      writeAttributes: attributes,
    });
  }

  #makeAccountsOnConfirmation(table: ITable, config: StageConfig): void {
    const trigger = new BackendFunction<typeof POST_CONFIRMATION_ENV>(this, 'PostConfirmation', {
      name: 'post-confirmation',
      config,
      environment: { TABLE: table.tableName },
    });
    trigger.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem', 'dynamodb:GetItem'], [USER]));
    this.pool.addTrigger(UserPoolOperation.POST_CONFIRMATION, trigger);
    // A policy of its own: the role's default policy would make the function wait for the pool that waits for it.
    trigger.role?.attachInlinePolicy(
      new Policy(this, 'JoinStudents', {
        statements: [
          new PolicyStatement({ actions: ['cognito-idp:AdminAddUserToGroup'], resources: [this.pool.userPoolArn] }),
        ],
      }),
    );
  }
}
