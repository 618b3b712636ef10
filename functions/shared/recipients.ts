import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import { DEFAULT_TIME_ZONE, type AccountItem } from '../../model/account.ts';
import type { Reach } from '../../model/channel-decision.ts';
import type { ContactItem } from '../../model/contact.ts';
import type { DevicesItem } from '../../model/device.ts';
import { accountKey, contactKey, devicesKey, notificationPreferencesKey, type Key } from '../../model/keys.ts';
import { DEFAULT_PREFERENCES, type PreferencesItem, type Preferences } from '../../model/notification-preferences.ts';
import { table } from './table.ts';

/** A person as those who tell them something need to know them. */
export interface Recipient {
  readonly account: AccountItem;
  readonly preferences: Preferences;
  /** The preferences' own item, where the person has one. */
  readonly preferencesItem: PreferencesItem | null;
  readonly contact: ContactItem | null;
  /** By id. */
  readonly devices: DevicesItem['devices'];
  readonly reach: Omit<Reach, 'read'>;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * Reads a person, and further items of theirs, in one request.
 * @returns null for somebody who has no account, or no longer
 * @throws Error when DynamoDB did not answer for all: the message comes again
 */
export async function readRecipient(
  tableName: string,
  sub: string,
  also: readonly Key[] = [],
): Promise<{ readonly recipient: Recipient | null; readonly also: readonly Key[] }> {
  const keys = [accountKey(sub), notificationPreferencesKey(sub), contactKey(sub), devicesKey(sub), ...also];
  const { Responses = {}, UnprocessedKeys = {} } = await table.send(
    new BatchGetCommand({ RequestItems: { [tableName]: { Keys: [...keys], ConsistentRead: true } } }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) throw new Error('DynamoDB had no capacity for all that was asked.');
  const items = (Responses[tableName] ?? []) as Key[];
  const find = <Item extends Key>({ pk, sk }: Key) =>
    (items.find((item) => item.pk === pk && item.sk === sk) as Item | undefined) ?? null;
  const account = find<AccountItem>(accountKey(sub));
  const preferencesItem = find<PreferencesItem>(notificationPreferencesKey(sub));
  const contact = find<ContactItem>(contactKey(sub));
  const devices = find<DevicesItem>(devicesKey(sub))?.devices ?? {};
  return {
    also: also.flatMap((key) => find(key) ?? []),
    recipient: account && {
      account,
      preferences: preferencesItem ?? DEFAULT_PREFERENCES,
      preferencesItem,
      contact,
      devices,
      timeZone: account.timeZone ?? DEFAULT_TIME_ZONE,
      reach: {
        email: account.email !== '',
        suppressed: contact?.suppressed?.address === addressHash(account.email),
        phoneNumber: account.phone !== undefined,
        device: Object.keys(devices).length > 0,
      },
    },
  };
}

/** Says which address it was without keeping it. */
export function addressHash(address: string): string {
  return createHash('sha256').update(address.trim().toLowerCase()).digest('hex');
}
