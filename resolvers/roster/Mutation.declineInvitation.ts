import type { Context } from '@aws-appsync/utils';
import type { Invitation, MutationDeclineInvitationArgs } from '../../generated/schema.ts';
import { answered } from '../steps/answered.ts';
import { askInvitations } from '../steps/inviting.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context<MutationDeclineInvitationArgs>) {
  return askInvitations(ctx, { operation: 'decline', id: ctx.args.input.id });
}

export function response(ctx: Context): Invitation {
  orError(ctx);
  return answered<Invitation>(ctx);
}
