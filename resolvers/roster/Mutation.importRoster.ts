import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MutationImportRosterArgs, RosterImport } from '../../generated/schema.ts';
import type { ImportCall } from '../../model/roster-import.ts';
import { clientToken } from '../../model/validation.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationImportRosterArgs>): LambdaRequest {
  const { input } = ctx.args;
  refuseIf(clientToken(input.clientToken));
  const { actor, request: by } = causeOf(ctx);
  const payload: ImportCall = {
    sub: signedInSub(ctx),
    actor,
    request: by,
    clientToken: input.clientToken,
    courseId: input.courseId,
    uploadId: input.uploadId,
  };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context): RosterImport {
  orError(ctx);
  return answered<RosterImport>(ctx);
}
