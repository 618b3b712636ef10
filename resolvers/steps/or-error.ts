import type { Context } from '@aws-appsync/utils';
import { internal, invalid, rateLimited, type DomainError } from '../../model/errors.ts';
import { refuseIf } from './refuse.ts';

/** Failures of the table that a retry can mend. */
const PASSING = [
  'TransactionConflict',
  'TransactionInProgress',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'Throttling',
];

function translate(type: string, message: string): DomainError {
  if (message.includes('InvalidPaginationToken')) {
    return invalid('nextToken', 'format', 'Give the `nextToken` of the page before, unchanged, or none.');
  }
  if (PASSING.some((name) => type.includes(name) || message.includes(name))) return rateLimited();
  return internal();
}

/**
 * Every response handler goes through here: a failure of the data source that the handler did not expect becomes
 * one of our errors. What it says of tables and roles goes to the log alone.
 */
export function orError(ctx: Context): void {
  if (!ctx.error) return;
  const error = translate(ctx.error.type, ctx.error.message);
  if (error.type === 'Internal') console.error(ctx.error.type, ctx.error.message);
  refuseIf(error);
}
