import { Duration, Stack } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DELIVER_ENV } from '../../functions/deliver/env.ts';
import type { MAIL_EVENTS_ENV } from '../../functions/mail-events/env.ts';
import type { NOTIFICATIONS_ENV } from '../../functions/notifications/env.ts';
import type { SWEEP_ENV } from '../../functions/sweep/env.ts';
import type { UNSUBSCRIBE_ENV } from '../../functions/unsubscribe/env.ts';
import type { INDEXES } from '../../model/indexes.ts';
import { CARD, COPY, COURSE, INBOX, LISTED, ONCE, ROSTER, SENT, USER } from '../../model/keys.ts';
import { INVITATIONS } from '../../model/roster-keys.ts';
import { TOLD_FACTS } from '../../model/notification-types.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { endpointArns, textMessageStatements } from '../constructs/sns-statements.ts';
import { SnsStatus } from './sns-status.ts';
import type { WorkProps } from './work.ts';

export interface NotificationsWorkProps extends WorkProps {
  readonly api: GraphqlApi;
  /** Where the sweep asks for the end of a suspension. */
  readonly identityQueue: IQueue;
}

/** People are told what concerns them: in the app at once, by mail as they prefer. */
export class NotificationsWork extends Construct {
  readonly #props: NotificationsWorkProps;
  /** Events of which somebody is told. */
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, props: NotificationsWorkProps) {
    super(scope, id);
    this.#props = props;
    this.queue = this.#addMaking();
    const deliver = this.#addDelivery();
    this.#addSweep(deliver);
    this.#addMailEvents();
    new SnsStatus(this, 'SnsStatus', { config: props.config, table: props.table });
  }

  #addMaking(): IQueue {
    const { config, table, bus, api } = this.#props;
    const making = new Consumer<typeof NOTIFICATIONS_ENV>(this, 'Making', {
      name: 'notifications',
      config,
      bus,
      hears: [...TOLD_FACTS, 'inbox.cleared'],
      environment: { TABLE: table.tableName, GRAPHQL_URL: api.graphqlUrl },
    });
    making.function.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [USER, INBOX]));
    making.function.addToRolePolicy(
      partitionStatement(table, ['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [INBOX]),
    );
    making.function.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem'], [CARD, USER]));
    api.grantMutation(making.function, 'createNotification');
    return making.queue;
  }

  #addDelivery(): Consumer<typeof DELIVER_ENV> {
    const { config, table, bus } = this.#props;
    const { identity, mails } = this.#addMail();
    const deliver = new Consumer<typeof DELIVER_ENV>(this, 'Delivery', {
      name: 'deliver',
      config,
      bus,
      hears: ['notification.pending', 'invitation.created', 'account.created'],
      environment: {
        TABLE: table.tableName,
        MAIL_FROM: `Kalpla <${config.mailFrom}>`,
        CONFIGURATION_SET: mails.configurationSetName,
        APP_URL: config.appUrl,
        UNSUBSCRIBE_URL: this.#addUnsubscribing(),
      },
    });
    deliver.function.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [USER, INBOX]));
    deliver.function.addToRolePolicy(
      partitionStatement(table, ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], [INBOX]),
    );
    // Powertools' records: put, completed, or deleted when the work has failed.
    deliver.function.addToRolePolicy(
      partitionStatement(table, ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [ONCE]),
    );
    this.#allowInviting(deliver.function);
    this.#allowSending(deliver.function);
    deliver.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [
          identity.emailIdentityArn,
          Stack.of(this).formatArn({
            service: 'ses',
            resource: 'configuration-set',
            resourceName: mails.configurationSetName,
          }),
        ],
      }),
    );
    return deliver;
  }

  /** Whose an invitation is, and which are somebody's who has just signed up. */
  #allowInviting(deliver: LambdaFunction): void {
    const { table } = this.#props;
    const accountByEmail: keyof typeof INDEXES = 'accountByEmail';
    deliver.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${accountByEmail}`] }),
    );
    deliver.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem'], [USER]));
    deliver.addToRolePolicy(partitionStatement(table, ['dynamodb:Query'], [ROSTER]));
    deliver.addToRolePolicy(
      partitionStatement(table, ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], [INVITATIONS]),
    );
  }

  /** Text messages and push notifications. */
  #allowSending(deliver: LambdaFunction): void {
    const { config, table } = this.#props;
    for (const statement of textMessageStatements()) deliver.addToRolePolicy(statement);
    const endpoints = endpointArns(Stack.of(this), config);
    if (endpoints.length > 0) {
      deliver.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: endpoints }));
    }
    deliver.addToRolePolicy(partitionStatement(table, ['dynamodb:Query', 'dynamodb:UpdateItem'], [SENT]));
  }

  /** Mails leave from one domain, and what becomes of them is told on the account's default bus. */
  #addMail(): { identity: EmailIdentity; mails: ConfigurationSet } {
    const { config } = this.#props;
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(config.mailFrom.slice(config.mailFrom.indexOf('@') + 1)),
    });
    const mails = new ConfigurationSet(this, 'Mails', {
      configurationSetName: `kalpla-${config.stage}`,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    new ConfigurationSetEventDestination(this, 'MailEvents', {
      configurationSet: mails,
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.SEND, EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    return { identity, mails };
  }

  /** Mail programs and people without a session call it: whoever holds a link may end its mails, and nothing else. */
  #addUnsubscribing(): string {
    const { config, table } = this.#props;
    const unsubscribe = new BackendFunction<typeof UNSUBSCRIBE_ENV>(this, 'Unsubscribe', {
      name: 'unsubscribe',
      config,
      environment: { TABLE: table.tableName },
    });
    unsubscribe.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [INBOX]));
    return unsubscribe.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  }

  #addSweep(deliver: Consumer<typeof DELIVER_ENV>): void {
    const { config, table, identityQueue } = this.#props;
    const sweep = new BackendFunction<typeof SWEEP_ENV>(this, 'Sweep', {
      name: 'sweep',
      config,
      environment: {
        TABLE: table.tableName,
        DELIVER_QUEUE_URL: deliver.queue.queueUrl,
        IDENTITY_QUEUE_URL: identityQueue.queueUrl,
        REQUIRES_APPROVAL: String(config.requiresApproval),
      },
      timeout: Duration.seconds(50),
    });
    sweep.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/due`] }),
    );
    sweep.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [INBOX, LISTED, COURSE]));
    sweep.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem'], [COURSE]));
    sweep.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [COURSE, COPY, CARD]));
    sweep.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [deliver.queue.queueArn, identityQueue.queueArn],
      }),
    );
    new Schedule(this, 'EachMinute', {
      scheduleName: `kalpla-${config.stage}-sweep`,
      description: 'Delivers what is due',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(sweep, { retryAttempts: 0 }),
    });
  }

  #addMailEvents(): void {
    const { config, table } = this.#props;
    const mailEvents = new Consumer<typeof MAIL_EVENTS_ENV>(this, 'MailFate', {
      name: 'mail-events',
      config,
      bus: EventBus.fromEventBusName(this, 'MailBus', 'default'),
      hears: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [`kalpla-${config.stage}`] } } },
      },
      environment: { TABLE: table.tableName },
    });
    mailEvents.function.addToRolePolicy(
      partitionStatement(table, ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], [INBOX]),
    );
    mailEvents.function.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [INVITATIONS]));
  }
}
