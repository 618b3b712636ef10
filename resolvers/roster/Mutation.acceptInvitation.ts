import type { Context } from '@aws-appsync/utils';
import type { Enrollment, MutationAcceptInvitationArgs } from '../../generated/schema.ts';
import { answered } from '../steps/answered.ts';
import { askInvitations } from '../steps/inviting.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context<MutationAcceptInvitationArgs>) {
  return askInvitations(ctx, { operation: 'accept', id: ctx.args.input.id });
}

export function response(ctx: Context): Enrollment {
  orError(ctx);
  return answered<Enrollment>(ctx);
}
