import type { Context } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { accountKey } from '../../model/keys.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context) {
  return get({ key: accountKey(signedInSub(ctx)) });
}

export function response(ctx: Context): unknown {
  orError(ctx);
  return ctx.result;
}
