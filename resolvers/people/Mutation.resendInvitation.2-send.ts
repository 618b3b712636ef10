import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MutationResendInvitationArgs } from '../../generated/schema.ts';
import type { AccountItem } from '../../model/account.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

type SendContext = Context<MutationResendInvitationArgs, { account?: AccountItem }, { result: AccountItem }>;

export function request(ctx: SendContext): LambdaRequest {
  const account = ctx.prev.result;
  ctx.stash.account = account;
  const payload: SignInCall = {
    operation: 'resend',
    actorSub: signedInSub(ctx),
    request: causeOf(ctx).request,
    email: account.email,
  };
  return { operation: 'Invoke', payload };
}

export function response(ctx: SendContext): null {
  orError(ctx);
  return answered<null>(ctx);
}
