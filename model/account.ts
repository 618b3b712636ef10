import type { AccountStatus, Avatar, Privacy, Profile, PublicProfile, User, UserGroup } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { forbidden, type Denial } from './errors.ts';
import { userId } from './ids.ts';
import { accountKey, type Key } from './keys.ts';
import { toConsents, type ConsentAttributes } from './consent.ts';
import { ACCOUNTS } from './indexes.ts';
import type { MediaFile } from './media-file.ts';
import { masked } from './phone.ts';
import type { SearchTerms } from './search-terms.ts';

/** The account of a person: the authority on what they may do, where a token lags behind. */
export type AccountItem = Key &
  // Absent in items of before: those are not found by them.
  Partial<SearchTerms> &
  ConsentAttributes & {
    readonly entity: 'Account';
    readonly v: 1;
    readonly id: string;
    readonly email: string;
    readonly displayName: string;
    /** Lists it among all accounts. */
    readonly accounts?: typeof ACCOUNTS;
    readonly bio?: string;
    /** Their picture, without the name that its file had: that is nobody else's. */
    readonly avatar?: MediaFile;
    /** Who sees more than the name; absent: whoever is signed in. */
    readonly privacy?: Privacy;
    /** BCP 47. */
    readonly language?: string;
    /** Nobody's but the person's own to see. */
    readonly birthYear?: number;
    /** IANA name; absent until the person chooses one, and in items of before there was a choice. */
    readonly timeZone?: string;
    /**
     * 32 random hexadecimal digits, for hashes of the account alone: without it nobody can try out which person a hash
     * is of, so once the account is erased nobody can tell. Absent in items of before. Never leaves the backend.
     */
    readonly salt?: string;
    /** Phone that the person has proven to be theirs. */
    readonly phone?: { readonly number: string; readonly provenAt: string };
    readonly groups: UserGroup[];
    readonly status: AccountStatus;
    /** When the suspension ends, ISO 8601 in UTC; absent where it has no end. */
    readonly suspendedUntil?: string;
    /** Why the account was suspended, and by whom. Personal: it stays in the table, and out of events and the audit trail. */
    readonly suspension?: { readonly reason: string; readonly byId: string; readonly at: string };
    /** When an Admin has last had the second factor of the sign-in forgotten, ISO 8601. */
    readonly mfaResetAt?: string;
    readonly version: number;
    /** ISO 8601. */
    readonly createdAt: string;
    readonly cause: Cause;
  };

/** Characters of a name that others see. */
export const MAX_NAME_LENGTH = 80;

/** Who has given no name, or none that can be shown. */
export const NAMELESS = 'New learner';

/** Characters of what a person says of themself. */
export const MAX_BIO_LENGTH = 2000;

const DEFAULT_PRIVACY: Privacy = 'MEMBERS';
const DEFAULT_LANGUAGE = 'en';

/** The zone of whoever has not chosen one. */
export const DEFAULT_TIME_ZONE = 'UTC';

/** Whoever signs up is a Student, whatever the request claims. */
export function newAccount(person: {
  readonly sub: string;
  readonly email: string;
  readonly displayName: string;
  readonly terms: SearchTerms;
  /** 32 random hexadecimal digits. */
  readonly salt: string;
  readonly now: string;
  readonly cause: Cause;
}): AccountItem {
  return {
    ...accountKey(person.sub),
    entity: 'Account',
    v: 1,
    id: userId(person.sub),
    email: person.email,
    displayName: person.displayName,
    ...person.terms,
    accounts: ACCOUNTS,
    salt: person.salt,
    groups: ['Student'],
    status: 'ACTIVE',
    version: 1,
    createdAt: person.now,
    cause: person.cause,
  };
}

/** @param now ISO 8601 in UTC @param avatar where the picture can be had, where that was asked for */
export function toUser(account: AccountItem, now: string, avatar: Avatar | null = null): User {
  const { id, displayName, email, groups, version, suspension } = account;
  const timeZone = account.timeZone ?? DEFAULT_TIME_ZONE;
  const suspended = isSuspended(account, now);
  return {
    id,
    displayName,
    email,
    groups,
    status: suspended ? 'SUSPENDED' : 'ACTIVE',
    suspension:
      suspended && suspension
        ? { reason: suspension.reason, at: suspension.at, until: account.suspendedUntil ?? null }
        : null,
    timeZone,
    bio: account.bio ?? null,
    avatar,
    privacy: account.privacy ?? DEFAULT_PRIVACY,
    language: account.language ?? DEFAULT_LANGUAGE,
    birthYear: account.birthYear ?? null,
    consents: toConsents(account),
    version,
    phoneNumber: masked(account.phone?.number),
  };
}

/** What an Admin sees of somebody else's account. */
export function toUserOfAdmin(account: AccountItem, now: string): User {
  return { ...toUser(account, now), birthYear: null, consents: [] };
}

/** Who looks at a person, and when. */
export interface Look {
  /** Sub of who looks; null: anybody. */
  readonly viewer: string | null;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** Whether the person is to this viewer no more than their name. */
export function isLimited(account: AccountItem, { viewer, now }: Look): boolean {
  if (viewer !== null && account.id === userId(viewer)) return false;
  const { privacy = DEFAULT_PRIVACY } = account;
  const open = privacy === 'PUBLIC' || (privacy === 'MEMBERS' && viewer !== null);
  return !open || isSuspended(account, now);
}

/** What others see of a person who is looked up. @param avatar where the picture can be had, where that was asked for */
export function toPublicProfile(account: AccountItem, look: Look, avatar: Avatar | null): PublicProfile {
  const { id, displayName, bio = null } = account;
  const limited = isLimited(account, look);
  return { id, displayName, bio: limited ? null : bio, avatar: limited ? null : avatar, limited };
}

/** What everybody may see of a person. */
export function toProfile({ id, displayName }: AccountItem): Profile {
  return { id, displayName };
}

/** Why this account may do nothing now, or null. @param now ISO 8601 in UTC */
export function inactiveAccount(account: AccountItem | null | undefined, now: string): Denial | null {
  if (!account) return forbidden('Your sign-up is not complete yet: query `me` once, then try again.');
  if (!isSuspended(account, now)) return null;
  const { suspendedUntil } = account;
  return forbidden(`Your account is suspended${suspendedUntil ? ` until ${suspendedUntil}` : ''}.`);
}

/** A suspension is over when its end has come, whether or not that has been written down. @param now ISO 8601 in UTC */
export function isSuspended(
  { status, suspendedUntil }: Pick<AccountItem, 'status' | 'suspendedUntil'>,
  now: string,
): boolean {
  return status === 'SUSPENDED' && (!suspendedUntil || suspendedUntil > now);
}

/** The same as a condition on the account's item. @param now ISO 8601 in UTC */
export function isActiveNow(now: string) {
  return {
    expression: '(#status = :active OR #suspendedUntil <= :nowActive)',
    names: { '#status': 'status', '#suspendedUntil': 'suspendedUntil' },
    values: { ':active': 'ACTIVE', ':nowActive': now },
  };
}

/** Whether the account, not just the token, is in one of the groups. */
export function isIn(account: AccountItem, groups: readonly UserGroup[]): boolean {
  return groups.some((group) => account.groups.includes(group));
}

/** Why the caller may not teach: the token said Mentor or Admin, the account decides. */
export function notTeaching(account: AccountItem | null | undefined, now: string): Denial | null {
  const inactive = inactiveAccount(account, now);
  if (inactive) return inactive;
  if (account && !isIn(account, ['Mentor', 'Admin'])) {
    return forbidden('You are no longer a Mentor. Sign in again to go on as what you are.');
  }
  return null;
}

/** Why the caller may not act for the platform: the token said Admin, the account decides. */
export function notAdmin(account: AccountItem | null | undefined, now: string): Denial | null {
  const inactive = inactiveAccount(account, now);
  if (inactive) return inactive;
  if (account && isIn(account, ['Admin'])) return null;
  return forbidden('You are no longer an Admin. Sign in again to go on as what you are.');
}
