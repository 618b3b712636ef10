import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MutationVerifyPhoneNumberArgs, PhoneNumber } from '../../generated/schema.ts';
import type { PhoneCall } from '../../model/phone.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context<MutationVerifyPhoneNumberArgs>): LambdaRequest {
  const { actor, request: by } = causeOf(ctx);
  const payload: PhoneCall = {
    operation: 'verify',
    code: ctx.args.input.code,
    sub: signedInSub(ctx),
    actor,
    request: by,
  };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context): PhoneNumber {
  orError(ctx);
  return answered<PhoneNumber>(ctx);
}
