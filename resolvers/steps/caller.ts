import type { AppSyncIdentityCognito, Context } from '@aws-appsync/utils';
import type { UserGroup } from '../../generated/schema.ts';
import type { Cause } from '../../model/cause.ts';
import { userId } from '../../model/ids.ts';

/** Cognito `sub` of the caller; null with an API key. */
export function callerSub(ctx: Context): string | null {
  const identity = ctx.identity as AppSyncIdentityCognito | null;
  return identity?.sub ?? null;
}

/** The same where the directive lets in nobody but people who are signed in. */
export function signedInSub(ctx: Context): string {
  return (ctx.identity as AppSyncIdentityCognito).sub;
}

/** Whether the token claims one of the groups. A claim is a reason to read the account, never to grant. */
export function claims(ctx: Context, groups: readonly UserGroup[]): boolean {
  const identity = ctx.identity as AppSyncIdentityCognito | null;
  const claimed: readonly string[] = identity?.groups ?? [];
  return groups.some((group) => claimed.includes(group));
}

/** Stamp for what this request writes. */
export function causeOf(ctx: Context): Cause {
  const headers = ctx.request.headers as Record<string, string | undefined>;
  return {
    actor: userId(signedInSub(ctx)),
    request: headers['x-amzn-trace-id'] ?? '',
    origin: `${ctx.info.parentTypeName}.${ctx.info.fieldName}`,
  };
}
