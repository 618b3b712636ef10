import { Logger } from '@aws-lambda-powertools/logger';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CreateNotificationInput } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import type { CardItem } from '../../model/card.ts';
import type { Cause } from '../../model/cause.ts';
import type { DomainEvent } from '../../model/events.ts';
import { notificationId, subOf } from '../../model/ids.ts';
import { newNotification, type Deliveries } from '../../model/notification.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { callApi, GraphqlError } from '../shared/graphql.ts';
import { readEvent } from '../shared/read-event.ts';
import { notificationUlid } from '../shared/notification-ulid.ts';
import { readRecipient } from '../shared/recipients.ts';
import { table } from '../shared/table.ts';
import { decideChannels } from './decide-channels.ts';
import { NOTIFICATIONS_ENV } from './env.ts';
import { markRestRead } from './read-all.ts';
import { accountNeeded, cardNeeded, toldBy, type CourseFacts, type Told } from './told.ts';
import { claimTelling } from './told-once.ts';

const env = readEnv(NOTIFICATIONS_ENV);
const logger = new Logger({ serviceName: 'notifications' });

/** Makes the notifications that an event gives rise to, each once, and finishes what "mark all as read" left over. */
export const handler = consume(logger, readEvent, async (event) => {
  if (event.entity === 'ReadAll') await markRestRead(env.TABLE, event);
  const told = toldBy(event, await courseOf(event), await accountOf(event));
  for (const one of told) await tell(event, one);
});

/** @throws Error where an event needs a card that is not there: what is told of a course has one */
async function courseOf(event: DomainEvent): Promise<CourseFacts | undefined> {
  const key = cardNeeded(event);
  if (!key) return undefined;
  const { Item } = await table.send(new GetCommand({ TableName: env.TABLE, Key: key, ConsistentRead: true }));
  if (!Item) throw new Error(`There is no card ${key.pk}.`);
  return (Item as CardItem).course;
}

async function accountOf(event: DomainEvent): Promise<AccountItem | undefined> {
  const Key = accountNeeded(event);
  if (!Key) return undefined;
  const { Item } = await table.send(new GetCommand({ TableName: env.TABLE, Key, ConsistentRead: true }));
  return Item as AccountItem | undefined;
}

async function tell(event: DomainEvent, told: Told): Promise<void> {
  const sub = subOf(told.userId);
  const { recipient } = await readRecipient(env.TABLE, sub);
  if (!recipient) {
    logger.warn('There is nobody to tell', { userId: told.userId, type: told.type });
    return;
  }
  if (!(await claimTelling(env.TABLE, sub, told, event.id))) return;
  const reach = { ...recipient.reach, read: false };
  const channels = decideChannels({ type: told.type, happenedAt: event.time }, { ...recipient, reach }, new Date());
  const ulid = notificationUlid(Date.parse(event.time), event.id, told.type, told.userId);
  const cause: Cause = { actor: 'notifications', request: event.id, origin: 'notifications' };
  const notification = { ...told, ulid, sub, eventId: event.id, channels, cause };
  await (channels.IN_APP?.status === 'SKIPPED' ? putHidden(notification) : create(notification));
}

interface NewNotification extends Told {
  readonly ulid: string;
  readonly sub: string;
  readonly eventId: string;
  readonly channels: Deliveries;
  readonly cause: Cause;
}

const CREATE_NOTIFICATION = /* GraphQL */ `
  mutation CreateNotification($input: CreateNotificationInput!) {
    createNotification(input: $input) {
      id
      userId
      type
      title
      text
      link {
        courseId
        reviewId
      }
      readAt
      archivedAt
      createdAt
    }
  }
`;

/** By the API, so that the person's open apps show it at once. */
async function create({
  ulid,
  userId,
  type,
  title,
  text,
  link,
  eventId,
  channels,
  cause,
}: NewNotification): Promise<void> {
  const input: CreateNotificationInput = {
    id: notificationId(ulid),
    userId,
    type,
    title,
    text,
    ...(link ? { link } : {}),
    eventId,
    channels: Object.entries(channels).map(([channel, delivery]) => ({
      channel: channel as keyof Deliveries,
      ...delivery,
    })),
    cause,
  };
  try {
    await callApi(env.GRAPHQL_URL, CREATE_NOTIFICATION, { input });
  } catch (error) {
    // Made before.
    if (!(error instanceof GraphqlError && error.errorType === 'Conflict')) throw error;
  }
}

/** What the list of the app is not to show needs nobody's attention: its receipt says why, and other channels go on. */
async function putHidden(notification: NewNotification): Promise<void> {
  const now = new Date();
  const Item = newNotification({
    ...notification,
    hidden: true,
    now: now.toISOString(),
    nowSeconds: Math.floor(now.getTime() / 1000),
  });
  try {
    await table.send(new PutCommand({ TableName: env.TABLE, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
