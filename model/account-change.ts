import type { UserGroup } from '../generated/schema.ts';
import { isIn, type AccountItem } from './account.ts';
import type { Cause } from './cause.ts';
import { conflict, type Fault } from './errors.ts';
import { subOf } from './ids.ts';
import { listingKey } from './account-keys.ts';
import type { Key } from './keys.ts';
import { newListing, shortListsOf } from './listing.ts';
import type { UserHistoryItem } from './user-history.ts';

/** Characters of a reason for what is done to an account. */
export const MAX_REASON_LENGTH = 500;

/** What Admins change of an account. The rest of the item is left as it is. */
const ADMINISTERED = ['groups', 'status', 'suspension', 'suspendedUntil', 'mfaResetAt'] as const;

/** All groups, in the order in which an account names them. */
const GROUPS: readonly UserGroup[] = ['Student', 'Mentor', 'Moderator', 'Admin'];

/** Each once, in the order in which an account names them. */
export function inGroupOrder(groups: readonly UserGroup[]): UserGroup[] {
  return GROUPS.filter((group) => groups.includes(group));
}

/** Whether the account is in exactly these groups. */
export function hasGroups({ groups }: AccountItem, wanted: readonly UserGroup[]): boolean {
  return groups.every((group) => wanted.includes(group)) && wanted.every((group) => groups.includes(group));
}

export function withGroups(account: AccountItem, groups: readonly UserGroup[], cause: Cause): AccountItem {
  return { ...account, groups: inGroupOrder(groups), version: account.version + 1, cause };
}

/** @param until ISO 8601 in UTC; null: without an end */
export function suspended(
  account: AccountItem,
  suspension: { readonly reason: string; readonly byId: string; readonly at: string },
  until: string | null,
  cause: Cause,
): AccountItem {
  const { suspendedUntil: _, ...rest } = account;
  const version = account.version + 1;
  return { ...rest, status: 'SUSPENDED', suspension, ...(until ? { suspendedUntil: until } : {}), version, cause };
}

export function reactivated(account: AccountItem, cause: Cause): AccountItem {
  const { suspension: _, suspendedUntil: __, ...rest } = account;
  return { ...rest, status: 'ACTIVE', version: account.version + 1, cause };
}

/** Groups that an account had and has no longer. */
export function lostGroups(before: AccountItem, after: AccountItem): UserGroup[] {
  return before.groups.filter((group) => !after.groups.includes(group));
}

/** The writes of one transaction that changes an account, with the copies and the lists that go by it. */
export interface AccountWrites {
  readonly account: AccountItem;
  readonly update: {
    readonly expression: string;
    readonly names: Record<string, string>;
    readonly values: Record<string, unknown>;
  };
  /** The account is as it was read. */
  readonly condition: {
    readonly expression: string;
    readonly names: Record<string, string>;
    readonly values: Record<string, unknown>;
  };
  /** Whether the person begins or ceases to count as an Admin. */
  readonly admins: 'add' | 'remove' | null;
  readonly sub: string;
  readonly puts: readonly Key[];
  readonly deletes: readonly Key[];
}

export function accountWrites(before: AccountItem, after: AccountItem, entry: UserHistoryItem): AccountWrites {
  const sub = subOf(after.id);
  const lists = shortListsOf(after);
  const set = ADMINISTERED.filter((name) => after[name] !== undefined);
  const removed = ADMINISTERED.filter((name) => after[name] === undefined);
  const values: Record<string, unknown> = { ':version': after.version, ':cause': after.cause };
  const names: Record<string, string> = { '#version': 'version', '#cause': 'cause' };
  for (const name of ADMINISTERED) names[`#${name}`] = name;
  for (const name of set) values[`:${name}`] = after[name];
  return {
    account: after,
    update: {
      expression:
        `SET #version = :version, #cause = :cause${set.map((name) => `, #${name} = :${name}`).join('')}` +
        (removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : ''),
      names,
      values,
    },
    condition: {
      expression: '#version = :seen',
      names: { '#version': 'version' },
      values: { ':seen': before.version },
    },
    admins: adminChange(before, after),
    sub,
    puts: [entry, ...lists.map((list) => newListing(after, list))],
    deletes: shortListsOf(before)
      .filter((list) => !lists.includes(list))
      .map((list) => listingKey(sub, list)),
  };
}

/** The writes beside the put of an account that an Admin makes for somebody. */
export function invitedWrites(
  made: AccountItem,
  groups: readonly UserGroup[],
  entry: UserHistoryItem,
): Pick<AccountWrites, 'account' | 'admins' | 'sub' | 'puts' | 'deletes'> {
  const account = { ...made, groups: inGroupOrder(groups) };
  const lists = shortListsOf(account).map((list) => newListing(account, list));
  return {
    account,
    admins: adminChange(made, account),
    sub: subOf(account.id),
    puts: [entry, ...lists],
    deletes: [],
  };
}

function adminChange(before: AccountItem, after: AccountItem): 'add' | 'remove' | null {
  const [was, is] = [countsAsAdmin(before), countsAsAdmin(after)];
  if (was === is) return null;
  return is ? 'add' : 'remove';
}

function countsAsAdmin(account: AccountItem): boolean {
  return account.status === 'ACTIVE' && isIn(account, ['Admin']);
}

/** One Admin stays, whatever happens at once: `admins` is a set of their subs. */
export const ANOTHER_ADMIN = 'attribute_exists(#admins) AND (size(#admins) > :one OR NOT contains(#admins, :sub))';

export function lastAdmin(): Fault {
  return conflict('This is the last Admin who is not suspended. Make somebody else an Admin first.');
}
