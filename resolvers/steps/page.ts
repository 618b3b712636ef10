import type { Context } from '@aws-appsync/utils';
import { invalid } from '../../model/errors.ts';
import { refuseIf } from './refuse.ts';

/**
 * A `nextToken` that AppSync did not make, or made for another list, which DynamoDB then finds outside of this one, is
 * the client's error, not ours. Comes before `orError` in lists.
 */
export function tokenOrError(ctx: Context): void {
  const message = ctx.error?.message ?? '';
  if (message.includes('InvalidPaginationToken') || message.includes('provided starting key')) {
    refuseIf(invalid('nextToken', 'format', 'Give the `nextToken` of the page before, unchanged, or none.'));
  }
}
