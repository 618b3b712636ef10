import { NestedStack } from 'aws-cdk-lib';
import { NoneDataSource } from 'aws-cdk-lib/aws-appsync';
import type { Construct } from 'constructs';
import { INBOX, USER } from '../../model/keys.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

/** What people are told, and how they want to be told. */
export class NotificationsApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table }: DomainProps) {
    super(scope, id);
    const notifications = new TableSource(this, 'Source', { api, table, domain: 'notifications' })
      .allow(['BatchGetItem'], [INBOX, USER])
      .allow(['ConditionCheckItem'], [USER])
      // AppSync reads an item back whose condition failed.
      .allow(['Query', 'GetItem', 'PutItem', 'UpdateItem'], [INBOX]);
    const none = new NoneDataSource(this, 'None', { api, name: 'notificationsNone' });

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
      'Mutation.createNotification': unit(notifications),
      'Subscription.onNotificationCreated': unit(none),
    } satisfies Fields;
    addFields(this, api, 'notifications', this.fields);
  }
}
