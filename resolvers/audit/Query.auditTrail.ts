import type { Context } from '@aws-appsync/utils';
import type { AuditConnection, QueryAuditTrailArgs } from '../../generated/schema.ts';
import { invalid } from '../../model/errors.ts';
import { firstOf, pageLimit } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

function oneAtMost({ personId, objectId }: QueryAuditTrailArgs) {
  if (personId && objectId) return invalid('objectId', 'oneAtMost', 'Give `personId` or `objectId`, not both.');
  if (personId && !personId.startsWith('usr_')) {
    return invalid('personId', 'format', "Give a person's id as `personId`; of anything else, `objectId`.");
  }
  if (objectId?.startsWith('usr_')) {
    return invalid('objectId', 'format', "Give a person's id as `personId`.");
  }
  return null;
}

export function request(ctx: Context<QueryAuditTrailArgs>) {
  refuseIf(firstOf([oneAtMost(ctx.args), pageLimit(ctx.args.limit)]));
  return {};
}

export function response(ctx: Context<QueryAuditTrailArgs, object, { result: AuditConnection }>): AuditConnection {
  return ctx.prev.result;
}
