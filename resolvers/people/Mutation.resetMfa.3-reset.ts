import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { userSubOf } from '../../model/ids.ts';
import type { MutationResetMfaArgs } from '../../generated/schema.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context<MutationResetMfaArgs>): LambdaRequest {
  const payload: SignInCall = {
    operation: 'resetMfa',
    actorSub: signedInSub(ctx),
    request: causeOf(ctx).request,
    sub: userSubOf(ctx.args.input.userId) ?? '',
  };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context): null {
  orError(ctx);
  return answered<null>(ctx);
}
