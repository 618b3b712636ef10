import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationInviteUserArgs, User } from '../../generated/schema.ts';
import { NAMELESS, toUserOfAdmin, type AccountItem } from '../../model/account.ts';
import { inGroupOrder } from '../../model/account-change.ts';
import type { SignInCall } from '../../model/sign-in-call.ts';
import { answered } from '../steps/answered.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';

export function request(ctx: Context<MutationInviteUserArgs>): LambdaRequest {
  const { clientToken, email, displayName, groups } = ctx.args.input;
  const name = (displayName ?? NAMELESS).trim();
  const wanted = inGroupOrder(groups ?? ['Student']);
  const payload: SignInCall = {
    operation: 'invite',
    actorSub: signedInSub(ctx),
    request: causeOf(ctx).request,
    clientToken,
    input: JSON.stringify([email, name, wanted]),
    email,
    displayName: name,
    groups: wanted,
  };
  return { operation: 'Invoke', payload };
}

export function response(ctx: Context): User {
  orError(ctx);
  return toUserOfAdmin(answered<AccountItem>(ctx), util.time.nowISO8601());
}
