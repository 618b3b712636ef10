import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountItem } from '../../model/account.ts';
import { accountKey } from '../../model/keys.ts';
import { readEnv } from '../shared/env.ts';
import { table } from '../shared/table.ts';
import { IDENTITY_ENV } from './env.ts';

export const env = readEnv(IDENTITY_ENV);

/** As it stands now; null for nobody. */
export async function readAccount(sub: string): Promise<AccountItem | null> {
  const { Item } = await table.send(
    new GetCommand({ TableName: env.TABLE, Key: accountKey(sub), ConsistentRead: true }),
  );
  return (Item as AccountItem | undefined) ?? null;
}
