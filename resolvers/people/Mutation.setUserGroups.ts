import type { Context } from '@aws-appsync/utils';
import type { MutationSetUserGroupsArgs, User } from '../../generated/schema.ts';
import { MAX_REASON_LENGTH } from '../../model/account-change.ts';
import { invalid } from '../../model/errors.ts';
import { firstOf, line } from '../../model/validation.ts';
import { toAdministered, type AdministeredStash } from '../steps/administered.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationSetUserGroupsArgs>) {
  const { groups, reason } = ctx.args.input;
  refuseIf(
    firstOf([
      groups.length > 0 ? null : invalid('groups', 'atLeastOne', 'Give at least one group, such as `Student`.'),
      line('reason', reason, 1, MAX_REASON_LENGTH),
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationSetUserGroupsArgs, AdministeredStash>): User | null {
  return toAdministered(ctx);
}
