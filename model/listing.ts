import type { AccountItem } from './account.ts';

/** What the indexes of accounts carry besides their keys: what a list of people shows. */
export const LISTED_ATTRIBUTES = ['id', 'displayName', 'email', 'groups', 'status', 'suspendedUntil'] as const;

/** A person as the indexes of accounts tell of them. */
export type ListedAccount = Pick<AccountItem, (typeof LISTED_ATTRIBUTES)[number]>;
