import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { notTeaching, type AccountItem } from '../../model/account.ts';
import { accountKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context) {
  return get({ key: accountKey(signedInSub(ctx)), consistentRead: true });
}

export function response(ctx: Context): null {
  orError(ctx);
  denyIf(ctx, notTeaching(ctx.result as AccountItem | null, util.time.nowISO8601()));
  return null;
}
