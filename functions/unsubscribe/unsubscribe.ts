import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { timingSafeEqual } from 'node:crypto';
import type { NotificationType } from '../../generated/schema.ts';
import { userId } from '../../model/ids.ts';
import { notificationPreferencesKey } from '../../model/keys.ts';
import { modeOf, type ChosenModes, type PreferencesItem } from '../../model/notification-preferences.ts';
import { isMandatory, NOTIFICATION_TYPES } from '../../model/notification-types.ts';
import { table } from '../shared/table.ts';
import type { Link } from './link.ts';

const ATTEMPTS = 5;

/** Switches off the mails that a link is about. Safe to repeat. @returns whether the link is genuine */
export async function unsubscribe(tableName: string, link: Link): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { Item } = await table.send(
      new GetCommand({ TableName: tableName, Key: notificationPreferencesKey(link.person), ConsistentRead: true }),
    );
    const preferences = Item as PreferencesItem | undefined;
    if (!preferences?.unsubscribeToken || !isSame(preferences.unsubscribeToken, link.token)) return false;
    const types = typesOf(preferences, link);
    if (types.length === 0 || (await switchOff(tableName, link.person, preferences, types))) return true;
  }
  throw new Error('The preferences changed all the time.');
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/** Types whose mails the link ends and that still come. */
function typesOf(preferences: PreferencesItem, { type, digest }: Link): NotificationType[] {
  const types = Object.keys(NOTIFICATION_TYPES) as NotificationType[];
  return types.filter((one) => {
    const mode = modeOf(preferences, one, 'EMAIL');
    return !isMandatory(one, 'EMAIL') && (digest ? mode === digest : one === type && mode !== 'OFF');
  });
}

/** @returns false when somebody has changed them meanwhile */
async function switchOff(
  TableName: string,
  sub: string,
  { modes, version }: PreferencesItem,
  types: readonly NotificationType[],
): Promise<boolean> {
  const changed = types.reduce<ChosenModes>((all, type) => ({ ...all, [type]: { ...all[type], EMAIL: 'OFF' } }), modes);
  try {
    await table.send(
      new UpdateCommand({
        TableName,
        Key: notificationPreferencesKey(sub),
        UpdateExpression: 'SET modes = :modes, version = :next, #cause = :cause',
        ConditionExpression: 'version = :version',
        ExpressionAttributeNames: { '#cause': 'cause' },
        ExpressionAttributeValues: {
          ':modes': changed,
          ':version': version,
          ':next': version + 1,
          ':cause': { actor: userId(sub), request: '', origin: 'unsubscribe' },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
