import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationUpdateProfileArgs, UpdateProfileInput, User } from '../../generated/schema.ts';
import { inactiveAccount, isActiveNow, MAX_NAME_LENGTH, toUser, type AccountItem } from '../../model/account.ts';
import { conflict, invalid } from '../../model/errors.ts';
import { accountKey } from '../../model/keys.ts';
import { timeZone } from '../../model/time-zones.ts';
import { firstOf, line, range } from '../../model/validation.ts';
import { denyIf } from '../steps/deny.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { refuseIf } from '../steps/refuse.ts';
import { keyOf } from '../steps/table.ts';

type ProfileContext = Context<MutationUpdateProfileArgs>;

/** What the input asks for; null means the same as left out. */
function changesOf(input: UpdateProfileInput): Pick<Partial<AccountItem>, 'displayName' | 'timeZone'> {
  return {
    ...(typeof input.displayName === 'string' ? { displayName: input.displayName.trim() } : {}),
    ...(typeof input.timeZone === 'string' ? { timeZone: input.timeZone } : {}),
  };
}

/** The very change that the caller asks for has been made already: a repeated call is answered with it. */
function isDone(account: AccountItem, input: UpdateProfileInput): boolean {
  const { displayName, timeZone: zone } = changesOf(input);
  return (
    account.version === input.version + 1 &&
    (displayName === undefined || account.displayName === displayName) &&
    (zone === undefined || account.timeZone === zone)
  );
}

/** One request: what decides is the very item that is written, so its condition decides. */
export function request(ctx: ProfileContext): DynamoDBUpdateItemRequest {
  const { input } = ctx.args;
  const changes = changesOf(input);
  const names = Object.keys(changes) as (keyof typeof changes)[];
  refuseIf(
    firstOf([
      range('version', input.version, 1, 2_147_483_647),
      line('displayName', input.displayName, 1, MAX_NAME_LENGTH),
      timeZone('timeZone', input.timeZone),
      names.length > 0 ? null : invalid('displayName', 'atLeastOne', 'Give at least one of `displayName`, `timeZone`.'),
    ]),
  );
  const active = isActiveNow(util.time.nowISO8601());
  return {
    operation: 'UpdateItem',
    key: keyOf(accountKey(signedInSub(ctx))),
    update: {
      expression: `SET ${names.map((name) => `#${name} = :${name}, `).join('')}#version = #version + :one, #cause = :cause`,
      expressionNames: {
        '#version': 'version',
        '#cause': 'cause',
        ...(changes.displayName ? { '#displayName': 'displayName' } : {}),
        ...(changes.timeZone ? { '#timeZone': 'timeZone' } : {}),
      },
      expressionValues: util.dynamodb.toMapValues({
        ':one': 1,
        ':cause': causeOf(ctx),
        ...(changes.displayName ? { ':displayName': changes.displayName } : {}),
        ...(changes.timeZone ? { ':timeZone': changes.timeZone } : {}),
      }),
    },
    condition: {
      expression: `${active.expression} AND #version = :version`,
      expressionNames: { ...active.names, '#version': 'version' },
      expressionValues: util.dynamodb.toMapValues({ ...active.values, ':version': input.version }),
    },
  };
}

export function response(ctx: ProfileContext): User {
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    const standing = ctx.result as AccountItem | null;
    denyIf(ctx, inactiveAccount(standing, util.time.nowISO8601()));
    if (standing && isDone(standing, ctx.args.input)) return toUser(standing, util.time.nowISO8601());
    refuseIf(conflict('Your account has changed since you read it. Query `me` again, then decide.'));
  }
  orError(ctx);
  return toUser(ctx.result as AccountItem, util.time.nowISO8601());
}
