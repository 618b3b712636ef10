import type { Context } from '@aws-appsync/utils';
import type { MutationInviteUserArgs, User } from '../../generated/schema.ts';
import { MAX_NAME_LENGTH } from '../../model/account.ts';
import { invalid } from '../../model/errors.ts';
import { clientToken, firstOf, line } from '../../model/validation.ts';
import { visibleText } from '../../model/visible-text.ts';
import { refuseIf } from '../steps/refuse.ts';

/** As long as an address can be. */
const MAX_EMAIL_LENGTH = 254;

export function request(ctx: Context<MutationInviteUserArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      clientToken(input.clientToken),
      line('email', input.email, 3, MAX_EMAIL_LENGTH),
      visibleText('email', input.email, MAX_EMAIL_LENGTH),
      line('displayName', input.displayName, 1, MAX_NAME_LENGTH),
      visibleText('displayName', input.displayName, MAX_NAME_LENGTH),
      input.groups && input.groups.length === 0
        ? invalid('groups', 'atLeastOne', 'Give at least one group as `groups`, or leave it out for a Student.')
        : null,
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationInviteUserArgs, object, { result: User }>): User {
  return ctx.prev.result;
}
