import type { Context } from '@aws-appsync/utils';
import { invalid } from '../../model/errors.ts';
import { refuseIf } from './refuse.ts';

/** A `nextToken` that AppSync did not make is the client's error, not ours. Comes before `orError` in lists. */
export function tokenOrError(ctx: Context): void {
  if (ctx.error?.message.includes('InvalidPaginationToken')) {
    refuseIf(invalid('nextToken', 'format', 'Give the `nextToken` of the page before, unchanged, or none.'));
  }
}
