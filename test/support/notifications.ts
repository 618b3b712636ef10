import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { monotonicFactory } from 'ulid';
import { DEMO_PEOPLE } from '../../seed/people.ts';
import { notificationPreferencesKey, notificationStateKey } from '../../model/keys.ts';
import { newNotification, type NotificationItem } from '../../model/notification.ts';
import type { TestBackend } from './backend.ts';
import type { DemoName } from './demo-tokens.ts';
import type { Client } from './client.ts';
import { makeLearners, type Learner } from './learners.ts';
import { idle } from './levers.ts';

export const LIST = `query ($unread: Boolean, $archived: Boolean, $limit: Int, $nextToken: String) {
  notifications(unread: $unread, archived: $archived, limit: $limit, nextToken: $nextToken) {
    items { id userId type title text link { courseId reviewId } readAt archivedAt createdAt } nextToken unreadCount
  }
}`;
export const RECEIPT = `query ($id: ID!) {
  notificationReceipt(notificationId: $id) {
    notificationId type createdAt channels { channel status reason at dueAt }
  }
}`;
export const MARK_READ =
  'mutation ($input: MarkNotificationsReadInput!) { markNotificationsRead(input: $input) { unreadCount } }';
export const ARCHIVE =
  'mutation ($input: ArchiveNotificationsInput!) { archiveNotifications(input: $input) { unreadCount } }';
export const PREFERENCES_FIELDS = `{
  version digestAt quietHours { start end } types { type category mandatory channels { channel mode } }
}`;
export const UPDATE_PREFERENCES = `mutation ($input: UpdateNotificationPreferencesInput!) {
  updateNotificationPreferences(input: $input) ${PREFERENCES_FIELDS}
}`;
export const CREATE_NOTIFICATION = `mutation ($input: CreateNotificationInput!) {
  createNotification(input: $input) {
    id userId type title text link { courseId reviewId } readAt archivedAt createdAt
  }
}`;

/** In the order of their making, also within a millisecond. */
const ulid = monotonicFactory();

const CAUSE = { actor: 'notify', request: 'event-1', origin: 'notify' };

/** Cognito sub of who calls. */
export async function subOf(client: Client): Promise<string> {
  const { me } = await client.run<{ me: { id: string } }>('{ me { id } }');
  return me.id.slice('usr_'.length);
}

/** What the backend sends to make a notification. */
export function notificationInput(sub: string) {
  return {
    id: `ntf_${ulid()}`,
    userId: `usr_${sub}`,
    type: 'ENROLLED',
    title: 'You are enrolled',
    text: 'Your course is waiting for you.',
    link: { courseId: `crs_${ulid()}` },
    eventId: randomUUID(),
    channels: [
      { channel: 'IN_APP', status: 'SENT', at: new Date().toISOString() },
      { channel: 'PUSH', status: 'SKIPPED', reason: 'NO_DEVICE', at: new Date().toISOString() },
    ],
    cause: CAUSE,
  };
}

/** Puts a notification behind the API's back; returns its id. */
export async function putNotification(
  { operator: { table, tableName } }: TestBackend,
  sub: string,
  options: { readonly hidden?: boolean; readonly change?: Partial<NotificationItem> } = {},
): Promise<string> {
  const item = newNotification({
    ulid: ulid(),
    sub,
    type: 'WELCOME',
    title: 'Welcome',
    text: 'Here you are.',
    eventId: randomUUID(),
    channels: { IN_APP: { status: 'SENT', at: new Date().toISOString() } },
    hidden: options.hidden ?? false,
    now: new Date().toISOString(),
    nowSeconds: Math.floor(Date.now() / 1000),
    cause: CAUSE,
  });
  await table.send(new PutCommand({ TableName: tableName, Item: { ...item, ...options.change } }));
  return item.id;
}

/**
 * Learners who have nothing in their inboxes: what they were told when their accounts were made is deleted again. The
 * count of what they have not read stays, since the fold keeps its books there: it is at 0.
 */
export async function learnersWithEmptyInbox(backend: TestBackend, count: number): Promise<Learner[]> {
  const { table, tableName } = backend.operator;
  const learners = await makeLearners(backend, count);
  await idle(backend);
  const inboxes = new Map(learners.map(({ sub }) => [notificationStateKey(sub).pk, notificationStateKey(sub).sk]));
  const told = (await backend.items()).filter(({ pk, sk }) => inboxes.has(pk) && inboxes.get(pk) !== sk);
  await Promise.all(told.map(({ pk, sk }) => table.send(new DeleteCommand({ TableName: tableName, Key: { pk, sk } }))));
  await idle(backend);
  return learners;
}

/** Brings every demo person back to the default preferences. */
export async function forgetPreferences(backend: TestBackend): Promise<void> {
  const { table, tableName } = backend.operator;
  for (const name of Object.keys(DEMO_PEOPLE) as DemoName[]) {
    const Key = notificationPreferencesKey(await subOf(backend.as(name)));
    await table.send(new DeleteCommand({ TableName: tableName, Key }));
  }
}

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly nextToken: string | null;
  readonly unreadCount: number | null;
}

/** A page of the caller's own list. */
export async function listed(client: Client, variables: Record<string, unknown> = {}): Promise<Page> {
  return (await client.run<{ notifications: Page }>(LIST, variables)).notifications;
}

/** The notification as the table has it. */
export async function itemOf(backend: TestBackend, id: string): Promise<NotificationItem> {
  const item = (await backend.items()).find((candidate) => (candidate as NotificationItem).id === id);
  if (!item) throw new Error(`There is no ${id}.`);
  return item as NotificationItem;
}
