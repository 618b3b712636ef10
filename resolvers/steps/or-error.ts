import type { Context } from '@aws-appsync/utils';
import { internal, rateLimited } from '../../model/errors.ts';
import { refuseIf } from './refuse.ts';

/** Words in the names of the table's failures that a retry can mend. */
const PASSING = ['Conflict', 'InProgress', 'Throughput', 'RequestLimit', 'Throttl'];

/**
 * Every response handler goes through here: a failure of the data source that the handler did not expect becomes
 * one of our errors. What it says of tables and roles goes to the log alone.
 */
export function orError(ctx: Context): void {
  if (!ctx.error) return;
  const cause = `${ctx.error.type} ${ctx.error.message}`;
  if (PASSING.some((word) => cause.includes(word))) refuseIf(rateLimited());
  console.error(cause);
  refuseIf(internal());
}
