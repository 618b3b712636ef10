import type { UserGroup, UserSummary } from '../generated/schema.ts';
import { isSuspended, type AccountItem } from './account.ts';
import type { Cause } from './cause.ts';
import { subOf } from './ids.ts';
import { listingKey } from './account-keys.ts';
import { HEX_DIGITS, type Key } from './keys.ts';
import { DUE_SHARDS, type DueKeys } from './notification.ts';

/** What the indexes of accounts carry besides their keys: what a list of people shows. */
export const LISTED_ATTRIBUTES = ['id', 'displayName', 'email', 'groups', 'status', 'suspendedUntil'] as const;

/** A person as the indexes of accounts tell of them. */
export type ListedAccount = Pick<AccountItem, (typeof LISTED_ATTRIBUTES)[number]>;

/** Lists of people that are short: each account in one has an item for it. Students are nearly all, and have none. */
export type ShortList = Exclude<UserGroup, 'Student'> | 'SUSPENDED';

const STAFF: readonly ShortList[] = ['Mentor', 'Moderator', 'Admin'];

/** Puts an account into a short list. That of a suspension with an end is due then: it wakes the sweep. */
export type ListingItem = Key &
  ListedAccount &
  DueKeys & {
    readonly entity: 'Listing';
    readonly v: 1;
    /** Partition of `accountsByName`. */
    readonly accounts: ShortList;
    readonly nameOrder: string;
    /** Of the account that it was copied from. */
    readonly version: number;
    readonly cause: Cause;
  };

/** The lists that an account belongs into. */
export function shortListsOf({ groups, status }: Pick<AccountItem, 'groups' | 'status'>): ShortList[] {
  const ofGroups = STAFF.filter((list) => groups.some((group) => group === list));
  return status === 'SUSPENDED' ? [...ofGroups, 'SUSPENDED'] : ofGroups;
}

export function newListing(account: AccountItem, list: ShortList): ListingItem {
  const { id, displayName, email, groups, status, suspendedUntil, version, cause } = account;
  const sub = subOf(id);
  return {
    ...listingKey(sub, list),
    entity: 'Listing',
    v: 1,
    accounts: list,
    nameOrder: account.nameOrder ?? displayName.toLowerCase(),
    id,
    displayName,
    email,
    groups,
    status,
    ...(suspendedUntil ? { suspendedUntil } : {}),
    ...(suspendedUntil && list === 'SUSPENDED' ? { dueShard: dueShard(sub), dueAt: suspendedUntil } : {}),
    version,
    cause,
  };
}

function dueShard(sub: string): string {
  return `${HEX_DIGITS.indexOf(sub.slice(0, 1)) % DUE_SHARDS}`;
}

/** @param now ISO 8601 in UTC */
export function toUserSummary(account: ListedAccount, now: string): UserSummary {
  const { id, displayName, email, groups, suspendedUntil } = account;
  const suspended = isSuspended(account, now);
  return {
    id,
    displayName,
    email,
    groups,
    status: suspended ? 'SUSPENDED' : 'ACTIVE',
    suspendedUntil: suspended ? (suspendedUntil ?? null) : null,
  };
}
