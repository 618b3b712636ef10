import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import type { NotificationType } from '../../generated/schema.ts';
import { subOf } from '../../model/ids.ts';
import { notificationPreferencesKey } from '../../model/keys.ts';
import type { PreferencesItem } from '../../model/notification-preferences.ts';
import type { Recipient } from '../shared/recipients.ts';
import { table } from '../shared/table.ts';
import { env, tableName } from './environment.ts';

/** What a link unsubscribes from. */
export type Scope = { readonly type: NotificationType } | { readonly digest: 'DAILY' | 'WEEKLY' };

/** A link by which a person, or their mail program, unsubscribes without signing in. It holds for as long as they do. */
export async function unsubscribeUrl({ account, preferencesItem }: Recipient, scope: Scope): Promise<string> {
  const sub = subOf(account.id);
  const token = preferencesItem?.unsubscribeToken ?? (await makeToken(sub));
  const url = new URL(env.UNSUBSCRIBE_URL);
  for (const [name, value] of Object.entries({ person: sub, token, ...scope })) url.searchParams.set(name, value);
  return url.href;
}

/** The first one that is written stays. */
async function makeToken(sub: string): Promise<string> {
  const { Attributes } = await table.send(
    new UpdateCommand({
      TableName: tableName,
      Key: notificationPreferencesKey(sub),
      UpdateExpression:
        'SET unsubscribeToken = if_not_exists(unsubscribeToken, :token), entity = :entity, v = :v, ' +
        'modes = if_not_exists(modes, :modes), version = if_not_exists(version, :version), #cause = :cause',
      ExpressionAttributeNames: { '#cause': 'cause' },
      ExpressionAttributeValues: {
        ':token': randomBytes(16).toString('hex'),
        ':entity': 'NotificationPreferences',
        ':v': 1,
        ':modes': {},
        ':version': 0,
        ':cause': { actor: 'deliver', request: '', origin: 'deliver' },
      },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return (Attributes as PreferencesItem).unsubscribeToken ?? '';
}
