import { randomBytes } from 'node:crypto';
import { AwsError } from '../../errors.ts';
import type { DataSourceAnswer } from '../resolver/data-source-answer.ts';

/** One DynamoDB operation in the name of the data source's role. */
export type Call = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<Record<string, unknown>>;

/** The exceptions that DynamoDB models; of any other AppSync only says that it is one of DynamoDB's. */
const MODELED = new Set([
  'BackupInUseException',
  'ConditionalCheckFailedException',
  'DuplicateItemException',
  'IdempotentParameterMismatchException',
  'InternalServerError',
  'ItemCollectionSizeLimitExceededException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceInUseException',
  'ResourceNotFoundException',
  'ThrottlingException',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** A failed call as `ctx.error` and `ctx.result` show it: the message is the one of the SDK that AppSync is built on. */
export function failure(error: unknown, result: unknown = null): DataSourceAnswer {
  if (!(error instanceof AwsError)) throw error;
  const code = MODELED.has(error.code) ? error.code : 'DynamoDbException';
  const origin = `(Service: DynamoDb, Status Code: ${error.status}, Request ID: ${requestId()})`;
  return { result, error: { type: `DynamoDB:${code}`, message: `${error.message} ${origin}` } };
}

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUV0123456789';

function requestId(): string {
  return Array.from(randomBytes(52), (byte) => ID_LETTERS[byte % ID_LETTERS.length]).join('');
}
