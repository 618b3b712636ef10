import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import type { SNS_EVENTS_ENV } from '../../functions/sns-events/env.ts';
import { INBOX, SENT } from '../../model/keys.ts';
import type { StageConfig } from '../config.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';

export interface SnsStatusProps {
  readonly config: StageConfig;
  readonly table: ITable;
}

/**
 * What becomes of text messages and push notifications: SNS tells it nowhere but in CloudWatch Logs. That SNS is to log
 * it with this role is a setting of the account and of each platform application, for which CloudFormation has no
 * resource: `npm run messaging` makes it.
 */
export class SnsStatus extends Construct {
  constructor(scope: Construct, id: string, { config, table }: SnsStatusProps) {
    super(scope, id);
    const groups = this.#logGroups(config);
    const role = new Role(this, 'Writer', { assumedBy: new ServicePrincipal('sns.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: groups.map(({ logGroupArn }) => logGroupArn),
      }),
    );
    new CfnOutput(this, 'WriterArn', { key: 'SnsStatusRole', value: role.roleArn });

    const follow = new BackendFunction<typeof SNS_EVENTS_ENV>(this, 'Follow', {
      name: 'sns-events',
      config,
      environment: { TABLE: table.tableName },
      timeout: Duration.seconds(30),
    });
    follow.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [SENT, INBOX]));
    for (const [index, logGroup] of groups.entries()) {
      new SubscriptionFilter(this, `Lines${index}`, {
        logGroup,
        destination: new LambdaDestination(follow),
        filterPattern: FilterPattern.allEvents(),
      });
    }
  }

  /** As SNS names them; failures have one of their own. */
  #logGroups({ pushApplications, logRetentionDays }: StageConfig): LogGroup[] {
    const { region, account } = Stack.of(this);
    const applications = [pushApplications.APNS, pushApplications.FCM].flatMap((name) => (name ? [`app/${name}`] : []));
    const names = ['DirectPublishToPhoneNumber', ...applications].flatMap((name) => [name, `${name}/Failure`]);
    return names.map(
      (name, index) =>
        new LogGroup(this, `Log${index}`, {
          logGroupName: `sns/${region}/${account}/${name}`,
          retention: logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
    );
  }
}
