import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { QueryUsersArgs, UserConnection } from '../../generated/schema.ts';
import { ACCOUNTS, INDEXES } from '../../model/indexes.ts';
import { toUserSummary, type ListedAccount } from '../../model/listing.ts';
import { addressOf, nameOrderOf } from '../../model/search-terms.ts';
import { DEFAULT_LIMIT } from '../../model/validation.ts';
import { orError } from '../steps/or-error.ts';
import { tokenOrError } from '../steps/page.ts';

/** The shortest list that holds all who are asked for. */
function listOf({ group, status }: QueryUsersArgs): string {
  if (status === 'SUSPENDED') return status;
  return group && group !== 'Student' ? group : ACCOUNTS;
}

function keysOf({ args }: Context<QueryUsersArgs>) {
  const { email, namePrefix } = args;
  if (email) {
    return {
      index: 'accountByEmail',
      expression: '#partition = :partition',
      names: { '#partition': INDEXES.accountByEmail.partitionKey },
      values: { ':partition': addressOf(util.str.normalize(email, 'nfc')) },
    };
  }
  const { partitionKey, sortKey } = INDEXES.accountsByName;
  const partition = { ':partition': listOf(args) };
  if (!namePrefix) {
    const names = { '#partition': partitionKey };
    return { index: 'accountsByName', expression: '#partition = :partition', names, values: partition };
  }
  return {
    index: 'accountsByName',
    expression: '#partition = :partition AND begins_with(#order, :prefix)',
    names: { '#partition': partitionKey, '#order': sortKey },
    values: { ...partition, ':prefix': nameOrderOf(util.str.normalize(namePrefix, 'nfd')) },
  };
}

const SUSPENDED = '#status = :suspended AND (attribute_not_exists(#until) OR #until > :now)';

/** What the list does not say by itself. A suspension that has ended by the clock is over. */
function filterOf({ group, status }: QueryUsersArgs) {
  const conditions = [
    ...(group ? ['contains(#groups, :group)'] : []),
    ...(status === 'SUSPENDED' ? [SUSPENDED] : []),
    ...(status === 'ACTIVE' ? [`NOT (${SUSPENDED})`] : []),
  ];
  if (conditions.length === 0) return {};
  return {
    filter: {
      expression: conditions.join(' AND '),
      expressionNames: {
        ...(group ? { '#groups': 'groups' } : {}),
        ...(status ? { '#status': 'status', '#until': 'suspendedUntil' } : {}),
      },
      expressionValues: util.dynamodb.toMapValues({
        ...(group ? { ':group': group } : {}),
        ...(status ? { ':suspended': 'SUSPENDED', ':now': util.time.nowISO8601() } : {}),
      }),
    },
  };
}

export function request(ctx: Context<QueryUsersArgs>) {
  const { index, expression, names, values } = keysOf(ctx);
  const { limit, nextToken } = ctx.args;
  return {
    operation: 'Query',
    index,
    query: { expression, expressionNames: names, expressionValues: util.dynamodb.toMapValues(values) },
    ...filterOf(ctx.args),
    limit: limit ?? DEFAULT_LIMIT,
    nextToken: nextToken ?? null,
  };
}

export function response(ctx: Context): UserConnection {
  tokenOrError(ctx);
  orError(ctx);
  const { items, nextToken } = ctx.result as { items: ListedAccount[]; nextToken?: string | null };
  const now = util.time.nowISO8601();
  return { items: items.map((account) => toUserSummary(account, now)), nextToken: nextToken ?? null };
}
