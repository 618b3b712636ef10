import { Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { LambdaDataSource, type BaseDataSource } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DEVICES_ENV } from '../../functions/devices/env.ts';
import type { PHONE_ENV } from '../../functions/phone/env.ts';
import { DEVICE, INBOX, PHONE, SENT, USER } from '../../model/keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { endpointArns, pushApplicationArns, textMessageStatements } from '../constructs/sns-statements.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

/** What people are told, and how they want to be told. */
export class NotificationsApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id);
    const { api, table } = props;
    const notifications = new TableSource(this, 'Source', { api, table, domain: 'notifications' })
      .allow(['BatchGetItem'], [INBOX, USER])
      .allow(['ConditionCheckItem'], [USER])
      // AppSync reads an item back whose condition failed.
      .allow(['Query', 'GetItem', 'PutItem', 'UpdateItem'], [INBOX]);

    const phone = this.#phone(props);
    const devices = this.#devices(props);

    const decide = step('steps/decide-notifications', notifications);
    this.fields = {
      'Query.notifications': unit(notifications),
      'Query.notificationReceipt': unit(notifications),
      'Query.notificationPreferences': unit(notifications),
      'Mutation.markNotificationsRead': pipeline(
        decide,
        decide,
        step('1-newest', notifications),
        step('2-write', notifications),
      ),
      'Mutation.archiveNotifications': pipeline(decide, decide, step('1-write', notifications)),
      'Mutation.updateNotificationPreferences': pipeline(
        step('1-decide', notifications),
        step('2-write', notifications),
      ),
      'Query.devices': unit(notifications),
      'Mutation.addPhoneNumber': unit(phone),
      'Mutation.verifyPhoneNumber': unit(phone),
      'Mutation.removePhoneNumber': unit(phone),
      'Mutation.registerDevice': unit(devices),
      'Mutation.unregisterDevice': unit(devices),
      'Mutation.createNotification': unit(notifications),
      'Subscription.onNotificationCreated': unit(notifications),
    } satisfies Fields;
    addFields(this, api, 'notifications', this.fields);
  }

  #phone({ api, table, config }: DomainProps): BaseDataSource {
    const phone = new BackendFunction<typeof PHONE_ENV>(this, 'Phone', {
      name: 'phone',
      config,
      environment: { TABLE: table.tableName },
      timeout: Duration.seconds(10),
    });
    phone.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [USER, INBOX, PHONE]));
    phone.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [USER, INBOX, SENT]));
    phone.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [INBOX, PHONE]));
    for (const statement of textMessageStatements()) phone.addToRolePolicy(statement);
    return new LambdaDataSource(this, 'PhoneSource', { api, name: 'phone', lambdaFunction: phone });
  }

  #devices({ api, table, config }: DomainProps): BaseDataSource {
    const applications = pushApplicationArns(Stack.of(this), config);
    const devices = new BackendFunction<typeof DEVICES_ENV>(this, 'Devices', {
      name: 'devices',
      config,
      environment: { TABLE: table.tableName, PUSH_APPLICATIONS: Stack.of(this).toJsonString(applications) },
      timeout: Duration.seconds(10),
    });
    devices.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [USER, INBOX, DEVICE]));
    devices.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [INBOX, DEVICE]));
    devices.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [INBOX]));
    const arns = Object.values(applications);
    if (arns.length > 0) {
      devices.addToRolePolicy(new PolicyStatement({ actions: ['sns:CreatePlatformEndpoint'], resources: arns }));
      devices.addToRolePolicy(
        new PolicyStatement({
          actions: ['sns:GetEndpointAttributes', 'sns:SetEndpointAttributes', 'sns:DeleteEndpoint'],
          resources: endpointArns(Stack.of(this), config),
        }),
      );
    }
    return new LambdaDataSource(this, 'DevicesSource', { api, name: 'devices', lambdaFunction: devices });
  }
}
