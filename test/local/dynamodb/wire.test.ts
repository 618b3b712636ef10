import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { roleWith } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { ARN, database, EVERYTHING, get, increment, key, put } from './table.ts';
import type { Database } from './table.ts';

const LOCAL = { accessKeyId: 'local', secretAccessKey: 'local' };

async function clientOf({ dynamodb }: Database, credentials: { accessKeyId: string; secretAccessKey: string } = LOCAL) {
  const endpoint = await serve(async (request, response) => {
    if (!(await dynamodb.handle(request, response))) response.writeHead(404).end();
  });
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
}

describe("AWS's SDK", () => {
  it('writes and reads as the administrator, uncounted', async () => {
    const db = await database();
    const client = await clientOf(db);
    await client.send(new PutItemCommand(put('a', { text: { S: 'Ü\n"' }, bytes: { B: new Uint8Array([1, 255]) } })));
    const { Item } = await client.send(new GetItemCommand(get('a')));
    expect(Item).toMatchObject({ text: { S: 'Ü\n"' }, bytes: { B: new Uint8Array([1, 255]) } });
    expect(db.cloud.usage.report()).toMatchObject({ requests: 0 });
  });

  it("works as a role with the session's credentials, counted", async () => {
    const db = await database();
    const role = roleWith(db.iam, { ...EVERYTHING, Action: 'dynamodb:PutItem' });
    const client = await clientOf(db, db.iam.credentials(role));
    await client.send(new PutItemCommand(put('a')));
    await expect(client.send(new GetItemCommand(get('a')))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `${role.arn} is not authorized to perform: dynamodb:GetItem on resource: ${ARN}`,
      ),
    });
    expect(db.cloud.usage.report()).toMatchObject({ byOperation: { 'dynamodb:PutItem': { requests: 1, wcu: 1 } } });
  });

  it('knows our errors as its own', async () => {
    const client = await clientOf(await database());
    const onlyNew = {
      ...put('a'),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    await client.send(new PutItemCommand(onlyNew));
    const failed = await client.send(new PutItemCommand(onlyNew)).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
    expect(failed).toMatchObject({ Item: key('a') });
    await expect(client.send(new GetItemCommand({ ...get('a'), TableName: 'None' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(client.send(new GetItemCommand({ TableName: 'Data', Key: {} }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('sees a hundred transactions on one item conflict as on AWS', async () => {
    const client = await clientOf(await database());
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: increment('counter') }] })),
      ),
    );
    const failures = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
    const { Item } = await client.send(new GetItemCommand(get('counter')));
    expect(Item?.['n']).toEqual({ N: String(100 - failures.length) });
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(TransactionCanceledException);
      expect(failure).toMatchObject({ CancellationReasons: [{ Code: 'TransactionConflict' }] });
    }
  });

  it('with a wrong secret is refused', async () => {
    const client = await clientOf(await database(), { ...LOCAL, secretAccessKey: 'wrong' });
    await expect(client.send(new ListTablesCommand())).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

it("leaves other services' requests alone", async () => {
  const db = await database();
  const endpoint = await serve(async (request, response) =>
    response.end(String(await db.dynamodb.handle(request, response))),
  );
  const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' };
  for (const request of [fetch(endpoint), fetch(endpoint, { method: 'POST', headers })]) {
    expect(await (await request).text()).toBe('false');
  }
});
