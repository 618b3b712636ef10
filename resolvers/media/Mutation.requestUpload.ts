import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MutationRequestUploadArgs, Upload } from '../../generated/schema.ts';
import { uploadFault, type UploadCall } from '../../model/upload.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationRequestUploadArgs>): LambdaRequest {
  const { input } = ctx.args;
  refuseIf(uploadFault(input));
  const { actor, request: by } = causeOf(ctx);
  const payload: UploadCall = { sub: signedInSub(ctx), actor, request: by, input };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context<MutationRequestUploadArgs>): Upload {
  orError(ctx);
  return answered<Upload>(ctx);
}
