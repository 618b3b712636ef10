import type { Context as AnyContext } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { newClientToken, type ClientTokenItem } from '../../model/client-token.ts';
import { conflict, type DomainError } from '../../model/errors.ts';
import { clientTokenKey, TIME_TO_LIVE } from '../../model/keys.ts';
import { causeOf, signedInSub } from './caller.ts';
import { denyIf } from './deny.ts';
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
    cause: causeOf(ctx),
  });
  return putItem(ctx, token, {
    expression: 'attribute_not_exists(pk) OR #expiresAt < :now',
    names: { '#expiresAt': TIME_TO_LIVE },
    values: { ':now': nowSeconds },
  });
}

/**
 * What an earlier call with the same token has made, or null when this is the first.
 * @param index of the token's put in the transaction
 */
export function madeBefore(ctx: Context, index: number): ClientTokenItem | null {
  return ofThisInput(ctx, standingItem<ClientTokenItem>(ctx, index));
}

/** Asks for the token alone, where there is a reason to refuse: a repeated call is answered, not judged anew. */
export function getClientToken(ctx: Context) {
  const { fieldName } = ctx.info;
  return get({ key: clientTokenKey(signedInSub(ctx), fieldName, ctx.args.input.clientToken), consistentRead: true });
}

/** What `getClientToken` has found; refuses where there was no earlier call. */
export function madeBeforeOr(ctx: Context, refusal: DomainError): ClientTokenItem | null {
  const token = ctx.result as ClientTokenItem | null;
  if (!token || token[TIME_TO_LIVE] < util.time.nowEpochSeconds()) denyIf(ctx, refusal);
  return ofThisInput(ctx, token);
}

function ofThisInput(ctx: Context, token: ClientTokenItem | null): ClientTokenItem | null {
  if (token && token.input !== inputText(ctx)) {
    refuseIf(conflict('This `clientToken` came with another input before. Make a new token for a new call.'));
  }
  return token;
}

/**
 * The input in one fixed order of its fields, without those that say nothing, so that the same call reads the same. A
 * text stands as it is, behind its length: escaped, a long one could outgrow the item.
 */
function inputText(ctx: Context): string {
  const { input } = ctx.args;
  return Object.keys(input)
    .filter((field) => input[field] !== null)
    .sort()
    .map((field) => {
      const value = input[field];
      return typeof value === 'string' ? `${field}:${value.length}:${value}` : `${field}=${JSON.stringify(value)}`;
    })
    .join('\n');
}
