import type { Context } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryProfileArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import { notFound } from '../../model/errors.ts';
import { userSubOf } from '../../model/ids.ts';
import { accountKey } from '../../model/keys.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context<QueryProfileArgs>) {
  const sub = userSubOf(ctx.args.userId);
  if (!sub) denyIf(ctx, notFound('person'));
  return get({ key: accountKey(sub ?? '') });
}

export function response(ctx: Context<QueryProfileArgs>): AccountItem | null {
  orError(ctx);
  const account = ctx.result as AccountItem | null;
  if (!account) denyIf(ctx, notFound('person'));
  return account;
}
