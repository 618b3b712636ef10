import type { Context } from '@aws-appsync/utils';
import type { Invitation, MutationInviteLearnerArgs } from '../../generated/schema.ts';
import { clientToken, firstOf, line } from '../../model/validation.ts';
import { answered } from '../steps/answered.ts';
import { askInvitations } from '../steps/inviting.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

/** As long as mail servers take. */
const LONGEST_EMAIL = 254;

export function request(ctx: Context<MutationInviteLearnerArgs>) {
  const { input } = ctx.args;
  refuseIf(firstOf([clientToken(input.clientToken), line('email', input.email, 3, LONGEST_EMAIL)]));
  return askInvitations(ctx, {
    operation: 'invite',
    clientToken: input.clientToken,
    courseId: input.courseId,
    email: input.email,
  });
}

export function response(ctx: Context): Invitation {
  orError(ctx);
  return answered<Invitation>(ctx);
}
