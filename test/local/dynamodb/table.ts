import { onTestFinished } from 'vitest';
import type { AwsError } from '../../../local/errors.ts';
import { DynamoDb } from '../../../local/dynamodb/dynamodb.ts';
import type { DynamoDbPorts } from '../../../local/dynamodb/dynamodb.ts';
import { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import type { DeployedResource } from '../../../local/service.ts';
import { declared, roleWith } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { newCloud } from '../support/cloud.ts';

export const ADMINISTRATOR: Principal = { kind: 'administrator', arn: 'arn:aws:iam::000000000000:root' };

/** `pk` and `sk`, and the index `byKind`: what a test changes of it stands in the test. */
export const TABLE = {
  TableName: 'Data',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byKind',
      KeySchema: [
        { AttributeName: 'kind', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  Replicas: [{ Region: 'us-east-1' }],
};

export const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/Data';

/** What a role needs for everything in the table. */
export const EVERYTHING = { Effect: 'Allow', Action: 'dynamodb:*', Resource: [ARN, `${ARN}/index/*`] };

export interface Database {
  readonly cloud: ReturnType<typeof newCloud>;
  readonly iam: Iam;
  readonly dynamodb: DynamoDb;
  readonly deploy: (properties?: Record<string, unknown>) => Promise<DeployedResource>;
  /** Runs an operation as a role with these statements. */
  readonly as: (...statements: StatementSource[]) => (operation: string, input: Answer) => Promise<Answer>;
}

export type Answer = Record<string, unknown>;

/** A DynamoDB without tables, stopped when the test has finished. */
export function emptyDatabase(stateFolder?: string, ports: Partial<DynamoDbPorts> = {}): Database {
  const cloud = newCloud({ stateFolder });
  const iam = new Iam(cloud);
  const dynamodb = new DynamoDb(cloud, {
    authenticate: (request, service) => iam.authenticate(request, service),
    authorize: (...call) => iam.authorize(...call),
    ...ports,
  });
  onTestFinished(() => dynamodb.stop());
  return {
    cloud,
    iam,
    dynamodb,
    deploy: async (properties = {}) =>
      await dynamodb.resourceTypes['AWS::DynamoDB::GlobalTable'](
        declared('AWS::DynamoDB::GlobalTable', 'Table', { ...TABLE, ...properties }),
      ),
    as: (...statements) => {
      const role = roleWith(iam, ...statements);
      return (operation, input) => dynamodb.execute(role, operation, input);
    },
  };
}

export async function database(stateFolder?: string, ports?: Partial<DynamoDbPorts>): Promise<Database> {
  const result = emptyDatabase(stateFolder, ports);
  await result.deploy();
  return result;
}

export const key = (pk: string, sk = pk) => ({ pk: { S: pk }, sk: { S: sk } });
export const put = (pk: string, more: Record<string, unknown> = {}) => ({
  TableName: 'Data',
  Item: { ...key(pk), ...more },
});
export const get = (pk: string) => ({ TableName: 'Data', Key: key(pk) });

/** Adds 1 to `n` of an item. */
export const increment = (pk: string) => ({
  TableName: 'Data',
  Key: key(pk),
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
});

/** The error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<AwsError> {
  try {
    await call;
  } catch (error) {
    return error as AwsError;
  }
  throw new Error('It succeeded.');
}
