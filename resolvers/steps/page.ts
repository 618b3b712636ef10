import type { Context } from '@aws-appsync/utils';
import { wrongToken } from '../../model/validation.ts';
import { refuseIf } from './refuse.ts';

/**
 * A `nextToken` that AppSync did not make, or made for another list, which DynamoDB then finds outside of this one, is
 * the client's error, not ours. Comes before `orError` in lists.
 */
export function tokenOrError(ctx: Context): void {
  const message = ctx.error?.message ?? '';
  if (message.includes('InvalidPaginationToken') || message.includes('provided starting key')) {
    refuseIf(wrongToken());
  }
}
