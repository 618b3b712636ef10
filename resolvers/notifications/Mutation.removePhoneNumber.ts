import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { PhoneNumber } from '../../generated/schema.ts';
import type { PhoneCall } from '../../model/phone.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context): LambdaRequest {
  const { actor, request: by } = causeOf(ctx);
  const payload: PhoneCall = { operation: 'remove', sub: signedInSub(ctx), actor, request: by };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context): PhoneNumber {
  orError(ctx);
  return answered<PhoneNumber>(ctx);
}
