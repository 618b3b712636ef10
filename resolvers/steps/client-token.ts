import type { Context as AnyContext } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { newClientToken, type ClientTokenItem } from '../../model/client-token.ts';
import { conflict } from '../../model/errors.ts';
import { TIME_TO_LIVE } from '../../model/keys.ts';
import { signedInSub } from './caller.ts';
import { refuseIf } from './refuse.ts';
import { putItem, standingItem } from './transaction.ts';

type Context = AnyContext<{ input: { clientToken: string } & Record<string, unknown> }>;

/** The part of a create's transaction that lets its client token work once in 24 hours. */
export function putClientToken(ctx: Context, made: { readonly ulid: string; readonly now: string }) {
  const nowSeconds = util.time.nowEpochSeconds();
  const token = newClientToken({
    sub: signedInSub(ctx),
    mutation: ctx.info.fieldName,
    clientToken: ctx.args.input.clientToken,
    ulid: made.ulid,
    input: inputText(ctx),
    now: made.now,
    nowSeconds,
  });
  return putItem(
    ctx,
    token,
    {
      expression: 'attribute_not_exists(pk) OR #expiresAt < :now',
      names: { '#expiresAt': TIME_TO_LIVE },
      values: { ':now': nowSeconds },
    },
    true,
  );
}

/**
 * What an earlier call with the same token has made, or null when this is the first.
 * @param index of the token's put in the transaction
 */
export function madeBefore(ctx: Context, index: number): ClientTokenItem | null {
  const token = standingItem<ClientTokenItem>(ctx, index);
  if (token && token.input !== inputText(ctx)) {
    refuseIf(conflict('This `clientToken` came with another input before. Make a new token for a new call.'));
  }
  return token;
}

/** The input in one fixed order of its fields, so that the same call reads the same. */
function inputText(ctx: Context): string {
  const { input } = ctx.args;
  return JSON.stringify(
    Object.keys(input)
      .sort()
      .map((field) => [field, input[field]]),
  );
}
