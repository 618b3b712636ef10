import type { Context } from '@aws-appsync/utils';
import type { MutationResetMfaArgs, User } from '../../generated/schema.ts';
import { MAX_REASON_LENGTH } from '../../model/account-change.ts';
import { line } from '../../model/validation.ts';
import { toAdministered, type AdministeredStash } from '../steps/administered.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationResetMfaArgs>) {
  refuseIf(line('reason', ctx.args.input.reason, 1, MAX_REASON_LENGTH));
  return {};
}

export function response(ctx: Context<MutationResetMfaArgs, AdministeredStash>): User | null {
  return toAdministered(ctx);
}
