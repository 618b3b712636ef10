import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { notAdmin, type AccountItem } from '../../model/account.ts';
import { accountKey } from '../../model/keys.ts';
import { signedInSub } from './caller.ts';
import { denyIf } from './deny.ts';
import { givenIds, noteAccess } from './note-access.ts';
import { orError } from './or-error.ts';

export function request(ctx: Context) {
  return get({ key: accountKey(signedInSub(ctx)), consistentRead: true });
}

/** Lets Admins go on, by their account. Who reads is in the audit trail, before they have read. */
export function response(ctx: Context): null {
  orError(ctx);
  denyIf(ctx, notAdmin(ctx.result as AccountItem | null, util.time.nowISO8601()));
  if (ctx.info.parentTypeName === 'Query') noteAccess(ctx, 'read', givenIds(ctx));
  return null;
}
