import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { InvitationConnection, QueryInvitationsArgs } from '../../generated/schema.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { toInvitation, type InvitationItem } from '../../model/invitation.ts';
import { invitationKey } from '../../model/roster-keys.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';

export function request(ctx: Context<QueryInvitationsArgs>) {
  const { courseId, limit, nextToken } = ctx.args;
  return {
    operation: 'Query',
    query: {
      expression: 'pk = :course',
      expressionValues: util.dynamodb.toMapValues({ ':course': invitationKey(courseUlidOf(courseId) ?? '', '').pk }),
    },
    scanIndexForward: false,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context<QueryInvitationsArgs>): InvitationConnection {
  tokenOrError(ctx);
  orError(ctx);
  const page = ctx.result as { items: InvitationItem[]; nextToken?: string | null };
  const now = util.time.nowISO8601();
  return { items: page.items.map((invitation) => toInvitation(invitation, now)), nextToken: page.nextToken ?? null };
}
