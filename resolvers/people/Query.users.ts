import type { Context } from '@aws-appsync/utils';
import type { QueryUsersArgs, UserConnection } from '../../generated/schema.ts';
import { MAX_NAME_LENGTH } from '../../model/account.ts';
import { invalid } from '../../model/errors.ts';
import { firstOf, line, pageLimit } from '../../model/validation.ts';
import { refuseIf } from '../steps/refuse.ts';

function oneWay({ email, namePrefix }: QueryUsersArgs) {
  if (!email || !namePrefix) return null;
  return invalid('namePrefix', 'oneAtMost', 'Give `email` or `namePrefix`: both go with `group` and `status`.');
}

export function request(ctx: Context<QueryUsersArgs>) {
  const { namePrefix, limit } = ctx.args;
  refuseIf(firstOf([pageLimit(limit), oneWay(ctx.args), line('namePrefix', namePrefix, 1, MAX_NAME_LENGTH)]));
  return {};
}

export function response(ctx: Context<QueryUsersArgs, object, { result: UserConnection }>): UserConnection {
  return ctx.prev.result;
}
