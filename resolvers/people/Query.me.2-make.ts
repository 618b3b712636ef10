import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { runtime } from '@aws-appsync/utils';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

/** Sign-up could not make the account, or an operator made the person: the function takes the e-mail from Cognito. */
export function request(ctx: Context<unknown, object, { result: unknown }>): LambdaRequest {
  if (ctx.prev.result) runtime.earlyReturn(ctx.prev.result);
  return { operation: 'Invoke', payload: { sub: signedInSub(ctx) } };
}

export function response(ctx: Context): unknown {
  orError(ctx);
  return ctx.result;
}
