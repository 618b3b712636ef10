import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationUpdateProfileArgs, User } from '../../generated/schema.ts';
import { inactiveAccount, isActiveNow, toUser, type AccountItem } from '../../model/account.ts';
import { conflict } from '../../model/errors.ts';
import { accountKey } from '../../model/keys.ts';
import { denyIf } from '../steps/deny.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { profileChanges, wrongProfile } from '../steps/profile-input.ts';
import { refuseIf } from '../steps/refuse.ts';
import { keyOf } from '../steps/table.ts';

type ProfileContext = Context<MutationUpdateProfileArgs>;

/** The very change that the caller asks for has been made already: a repeated call is answered with it. */
function isDone(ctx: ProfileContext, account: AccountItem): boolean {
  const { input } = ctx.args;
  const changes = profileChanges(input);
  const standing = account as unknown as Record<string, unknown>;
  return (
    account.version === input.version + 1 &&
    Object.keys(changes).every((name) => (standing[name] ?? '') === changes[name])
  );
}

/** One request: what decides is the very item that is written, so its condition decides. */
export function request(ctx: ProfileContext): DynamoDBUpdateItemRequest {
  const { input } = ctx.args;
  refuseIf(wrongProfile(input));
  const changes = profileChanges(input);
  const set = Object.keys(changes).filter((name) => changes[name] !== '');
  const removed = Object.keys(changes).filter((name) => changes[name] === '');
  const names: Record<string, string> = { '#version': 'version', '#cause': 'cause' };
  const values: Record<string, unknown> = { ':one': 1, ':cause': causeOf(ctx) };
  for (const name of Object.keys(changes)) names[`#${name}`] = name;
  for (const name of set) values[`:${name}`] = changes[name];
  const active = isActiveNow(util.time.nowISO8601());
  return {
    operation: 'UpdateItem',
    key: keyOf(accountKey(signedInSub(ctx))),
    update: {
      expression:
        `SET ${set.map((name) => `#${name} = :${name}, `).join('')}#version = #version + :one, #cause = :cause` +
        (removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : ''),
      expressionNames: names,
      expressionValues: util.dynamodb.toMapValues(values),
    },
    condition: {
      expression: `${active.expression} AND #version = :version`,
      expressionNames: { ...active.names, '#version': 'version' },
      expressionValues: util.dynamodb.toMapValues({ ...active.values, ':version': input.version }),
    },
  };
}

export function response(ctx: ProfileContext): User {
  const now = util.time.nowISO8601();
  if (ctx.error?.type === 'DynamoDB:ConditionalCheckFailedException') {
    const standing = ctx.result as AccountItem | null;
    denyIf(ctx, inactiveAccount(standing, now));
    if (standing && isDone(ctx, standing)) return toUser(standing, now);
    refuseIf(conflict('Your account has changed since you read it. Query `me` again, then decide.'));
  }
  orError(ctx);
  return toUser(ctx.result as AccountItem, now);
}
