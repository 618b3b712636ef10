import type { AwsError } from '../../../local/errors.ts';
import { ADMINISTRATOR, database, errorOf } from './table.ts';
import type { Answer } from './table.ts';

/** The guide that all of these cases quote. */
export const guide = (page: string) => `amazondynamodb/latest/developerguide/${page}.html`;

export interface Run {
  (operation: string, input: Answer): Promise<Answer>;
  /** The same on the one item of these tests. */
  update: (expression: string, values?: Answer, more?: Answer) => Promise<Answer>;
  put: (attributes?: Answer, more?: Answer) => Promise<Answer>;
  get: () => Promise<Answer | undefined>;
  /** Whether a condition holds of the item. */
  holds: (condition: string, values?: Answer, more?: Answer) => Promise<boolean>;
  query: (condition: string, values: Answer, more?: Answer) => Promise<Answer>;
}

export const KEY = { pk: { S: 'product' }, sk: { S: '1' } };

/** Operations as the administrator, on the table `Data` with the keys `pk` and `sk`. */
export async function runner(): Promise<Run> {
  const { dynamodb } = await database();
  const run = (operation: string, input: Answer) =>
    dynamodb.execute(ADMINISTRATOR, operation, { TableName: 'Data', ...input });
  const values = (all: Answer | undefined) => (all ? { ExpressionAttributeValues: all } : {});
  return Object.assign(run, {
    update: (UpdateExpression: string, all?: Answer, more?: Answer) =>
      run('UpdateItem', { Key: KEY, UpdateExpression, ...values(all), ...more }),
    put: (attributes?: Answer, more?: Answer) => run('PutItem', { Item: { ...KEY, ...attributes }, ...more }),
    get: async () => (await run('GetItem', { Key: KEY }))['Item'] as Answer | undefined,
    holds: async (ConditionExpression: string, all?: Answer, more?: Answer) => {
      const TransactItems = [
        { ConditionCheck: { TableName: 'Data', Key: KEY, ConditionExpression, ...values(all), ...more } },
      ];
      try {
        await dynamodb.execute(ADMINISTRATOR, 'TransactWriteItems', { TransactItems });
        return true;
      } catch (error) {
        if ((error as AwsError).message.includes('[ConditionalCheckFailed]')) return false;
        throw error;
      }
    },
    query: (KeyConditionExpression: string, all: Answer, more?: Answer) =>
      run('Query', { KeyConditionExpression, ...values(all), ...more }),
  });
}

/** Refused as invalid, with the words. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await errorOf(call);
  if (error.code !== 'ValidationException') throw error;
  return error.message;
}
