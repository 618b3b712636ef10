import type { UserAction, UserGroup, UserHistoryEntry } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { historyKey } from './account-keys.ts';
import type { Key } from './keys.ts';

/**
 * What was done to an account, by whom and why. In the table, where it can be erased: the audit trail, which can't be
 * edited, knows of the same change without the reason.
 */
export type UserHistoryItem = Key & {
  readonly entity: 'UserHistory';
  readonly v: 1;
  readonly action: UserAction;
  /** ISO 8601. */
  readonly at: string;
  readonly reason?: string;
  /** Of a suspension that has an end, ISO 8601. */
  readonly until?: string;
  /** Of `GROUPS_SET` and `INVITED`. */
  readonly groups?: readonly UserGroup[];
  readonly cause: Cause;
};

/** What differs from action to action; null is the same as left out. */
export interface Done {
  readonly action: UserAction;
  readonly reason?: string | null | undefined;
  readonly until?: string | null | undefined;
  readonly groups?: readonly UserGroup[];
}

export function newUserHistory(
  sub: string,
  { action, reason, until, groups }: Done,
  made: { readonly unique: string; readonly now: string; readonly cause: Cause },
): UserHistoryItem {
  return {
    ...historyKey(sub, made.now, made.unique),
    entity: 'UserHistory',
    v: 1,
    action,
    at: made.now,
    ...(reason ? { reason } : {}),
    ...(until ? { until } : {}),
    ...(groups ? { groups } : {}),
    cause: made.cause,
  };
}

export function toUserHistoryEntry(item: UserHistoryItem): UserHistoryEntry {
  const { action, at, cause } = item;
  return {
    action,
    at,
    actorId: cause.actor,
    reason: item.reason ?? null,
    until: item.until ?? null,
    groups: item.groups ? [...item.groups] : null,
  };
}
