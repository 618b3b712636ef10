import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand, UpdateCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { Cause } from '../../model/cause.ts';
import type { CourseItem } from '../../model/course.ts';
import {
  inviteeOf,
  MOST_INVITED_A_DAY,
  newInvitation,
  stateOf,
  type InvitationItem,
  type InviteeItem,
} from '../../model/invitation.ts';
import { TIME_TO_LIVE } from '../../model/keys.ts';
import { invitationKey, invitedCountKey, inviteeKey } from '../../model/roster-keys.ts';
import type { Reader } from './read-items.ts';
import { addressHash } from './recipients.ts';
import { normalizedAddress } from './search-terms.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Somebody who is asked into a course. */
export interface Invitee {
  readonly course: CourseItem;
  readonly email: string;
  readonly name?: string | undefined;
  readonly cause: Cause;
  /** Written with a new invitation, or not at all. */
  readonly also?: (invitation: InvitationItem) => readonly Write[];
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** One address for all the ways to write it. */
export function addressDigest(email: string): string {
  return addressHash(normalizedAddress(email));
}

/**
 * Invites the owner of an address. Whether there is one makes no difference here, in the answer or in time. An invitation
 * that is still open stays as it is.
 * @returns null where too many were invited into the course today
 * @throws TransactionCanceledException where somebody else invites the same person at this moment
 */
export async function invite({ table, tableName }: Reader, invitee: Invitee): Promise<InvitationItem | null> {
  const { course, email, name, cause, also } = invitee;
  const digest = addressDigest(email);
  const pointer = await get<InviteeItem>({ table, tableName }, inviteeKey(digest, course.ulid));
  const last = pointer && (await get<InvitationItem>({ table, tableName }, invitationKey(course.ulid, pointer.ulid)));
  const nowMs = Date.now();
  if (last && stateOf(last, iso(nowMs)) === 'PENDING') return last;
  if (!(await countOne({ table, tableName }, course.ulid, nowMs))) return null;
  const comparedAddress = normalizedAddress(email);
  const made = newInvitation({ ulid: ulid(nowMs), course, email, comparedAddress, name, nowMs, iso, cause });
  const seen = pointer
    ? {
        ConditionExpression: '#ulid = :seen',
        ExpressionAttributeNames: { '#ulid': 'ulid' },
        ExpressionAttributeValues: { ':seen': pointer.ulid },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  await table.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: tableName, Item: made, ConditionExpression: 'attribute_not_exists(pk)' } },
        { Put: { TableName: tableName, Item: inviteeOf(made, digest), ...seen } },
        ...(also?.(made) ?? []),
      ],
    }),
  );
  return made;
}

async function get<Item>({ table, tableName }: Reader, key: { pk: string; sk: string }): Promise<Item | null> {
  const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
  return (Item as Item | undefined) ?? null;
}

/** Not with the invitation: many at once would cancel each other. What then fails counts all the same. */
async function countOne({ table, tableName }: Reader, courseUlid: string, nowMs: number): Promise<boolean> {
  try {
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: invitedCountKey(courseUlid, iso(nowMs)),
        UpdateExpression: 'SET entity = :entity, #ttl = :ttl ADD #count :one',
        ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
        ExpressionAttributeNames: { '#count': 'count', '#ttl': TIME_TO_LIVE },
        ExpressionAttributeValues: {
          ':entity': 'InvitedCount',
          ':one': 1,
          ':most': MOST_INVITED_A_DAY,
          ':ttl': Math.floor(nowMs / 1000) + 2 * 86_400,
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
