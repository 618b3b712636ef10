import type { Context } from '@aws-appsync/utils';
import type { Invitation, InvitationList } from '../../generated/schema.ts';
import { answered } from '../steps/answered.ts';
import { askInvitations } from '../steps/inviting.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context) {
  return askInvitations(ctx, { operation: 'mine' });
}

export function response(ctx: Context): InvitationList {
  orError(ctx);
  return { items: answered<Invitation[]>(ctx) };
}
