import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { ClientTokenItem } from '../../model/client-token.ts';
import { TIME_TO_LIVE } from '../../model/keys.ts';
import type { UploadFormsItem, UploadItem } from '../../model/upload.ts';
import { table } from '../shared/table.ts';
import { tableName } from './environment.ts';

interface Written {
  readonly upload: UploadItem;
  readonly token: ClientTokenItem;
  readonly forms: UploadFormsItem;
}

/**
 * Writes a new upload, what its client token answers, and that one more form is open; or nothing.
 * @throws TransactionCanceledException where something has changed since it was read
 */
export async function writeUpload({ upload, token, forms }: Written): Promise<void> {
  const put = (Item: UploadItem | ClientTokenItem | UploadFormsItem, condition: object) => ({
    Put: { TableName: tableName, Item, ...condition },
  });
  const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  const seen = forms.version - 1;
  await table.send(
    new TransactWriteCommand({
      TransactItems: [
        put(upload, isNew),
        put(token, {
          ConditionExpression: 'attribute_not_exists(pk) OR #expiresAt < :now',
          ExpressionAttributeNames: { '#expiresAt': TIME_TO_LIVE },
          ExpressionAttributeValues: { ':now': Math.floor(Date.now() / 1000) },
        }),
        put(
          forms,
          seen === 0 ? isNew : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': seen } },
        ),
      ],
    }),
  );
}
