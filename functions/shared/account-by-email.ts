import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { INDEXES } from '../../model/indexes.ts';
import type { ListedAccount } from '../../model/listing.ts';
import { normalizedAddress } from './search-terms.ts';
import { table } from './table.ts';

/**
 * Whose e-mail this is, however it is written; null for nobody's. What was made a moment ago may not be found yet. Who
 * calls it needs `dynamodb:Query` on the index `accountByEmail`.
 */
export async function accountByEmail(tableName: string, email: string): Promise<ListedAccount | null> {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: 'accountByEmail' satisfies keyof typeof INDEXES,
      KeyConditionExpression: '#address = :address',
      ExpressionAttributeNames: { '#address': INDEXES.accountByEmail.partitionKey },
      ExpressionAttributeValues: { ':address': normalizedAddress(email) },
      Limit: 1,
    }),
  );
  return (Items[0] as ListedAccount | undefined) ?? null;
}
