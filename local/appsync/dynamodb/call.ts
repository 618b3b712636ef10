import { AwsError } from '../../errors.ts';
import type { DataSourceAnswer } from '../resolver/step.ts';

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

/** A failed call as `ctx.error` and `ctx.result` show it. */
export function failure(error: unknown, result: unknown = null): DataSourceAnswer {
  if (!(error instanceof AwsError)) throw error;
  const code = MODELED.has(error.code) ? error.code : 'DynamoDbException';
  return { result, error: { type: `DynamoDB:${code}`, message: error.message } };
}
