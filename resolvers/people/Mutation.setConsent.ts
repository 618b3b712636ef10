import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { Consent, MutationSetConsentArgs } from '../../generated/schema.ts';
import { inactiveAccount, isActiveNow, type AccountItem } from '../../model/account.ts';
import { CONSENTS, newConsent, toConsent, type ConsentState } from '../../model/consent.ts';
import { accountKey } from '../../model/keys.ts';
import { causeOf, signedInSub } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { orError } from '../steps/or-error.ts';
import { conditionFailed, NEW, putItem, standingItem, updateItem } from '../steps/transaction.ts';

type ConsentContext = Context<MutationSetConsentArgs, { given?: ConsentState }>;

/** One request: the account's own state decides whether there is anything to note. */
export function request(ctx: ConsentContext) {
  const { kind, granted } = ctx.args.input;
  const { attribute, textVersion } = CONSENTS[kind];
  const now = util.time.nowISO8601();
  const sub = signedInSub(ctx);
  const cause = causeOf(ctx);
  const state: ConsentState = { granted, at: now, textVersion };
  ctx.stash.given = state;
  const active = isActiveNow(now);
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      updateItem(
        ctx,
        accountKey(sub),
        {
          expression: 'SET #consent = :state, #version = #version + :one, #cause = :cause',
          names: { '#consent': attribute, '#version': 'version', '#cause': 'cause' },
          values: { ':state': state, ':one': 1, ':cause': cause },
        },
        {
          expression: `attribute_exists(pk) AND ${active.expression} AND NOT (#consent.#granted = :granted AND #consent.#text = :text)`,
          names: { ...active.names, '#consent': attribute, '#granted': 'granted', '#text': 'textVersion' },
          values: { ...active.values, ':granted': granted, ':text': textVersion },
        },
      ),
      putItem(ctx, newConsent(sub, { kind, state, unique: util.autoId(), cause }), NEW),
    ],
  };
}

export function response(ctx: ConsentContext): Consent | null {
  const { kind, granted } = ctx.args.input;
  if (conditionFailed(ctx, 0)) {
    const account = standingItem<AccountItem>(ctx, 0);
    denyIf(ctx, inactiveAccount(account, util.time.nowISO8601()));
    const standing = account?.[CONSENTS[kind].attribute];
    if (standing?.granted === granted) return toConsent(kind, standing);
  }
  orError(ctx);
  return ctx.stash.given ? toConsent(kind, ctx.stash.given) : null;
}
