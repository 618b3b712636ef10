import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { ConsentConnection, QueryConsentHistoryArgs } from '../../generated/schema.ts';
import { consentKey } from '../../model/account-keys.ts';
import { toConsent, type ConsentItem } from '../../model/consent.ts';
import { DEFAULT_LIMIT, pageLimit } from '../../model/validation.ts';
import { signedInSub } from '../steps/caller.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<QueryConsentHistoryArgs>) {
  const { limit, nextToken } = ctx.args;
  refuseIf(pageLimit(limit));
  const { pk } = consentKey(signedInSub(ctx), '', '');
  return {
    operation: 'Query',
    query: { expression: 'pk = :pk', expressionValues: util.dynamodb.toMapValues({ ':pk': pk }) },
    scanIndexForward: false,
    consistentRead: true,
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): ConsentConnection {
  tokenOrError(ctx);
  orError(ctx);
  const { items, nextToken } = ctx.result as { items: ConsentItem[]; nextToken?: string | null };
  return { items: items.map((item) => toConsent(item.kind, item)), nextToken: nextToken ?? null };
}
