import type { Context } from '@aws-appsync/utils';
import type { InvitationConnection, QueryInvitationsArgs } from '../../generated/schema.ts';
import { pageLimit } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryInvitationsArgs>) {
  refuseIf(pageLimit(ctx.args.limit));
  return {};
}

export function response(
  ctx: Context<QueryInvitationsArgs, object, { result: InvitationConnection }>,
): InvitationConnection {
  return ctx.prev.result;
}
