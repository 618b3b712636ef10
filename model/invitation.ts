import type { Invitation, InvitationState } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { courseCopies } from './enrollment.ts';
import type { CourseItem } from './course.ts';
import { courseId, invitationId } from './ids.ts';
import { TIME_TO_LIVE, type Key } from './keys.ts';
import { inviteeKey, invitationKey } from './roster-keys.ts';

/** What becomes of an invitation. That its time is over is a rule on read. */
export type StoredState = Exclude<InvitationState, 'EXPIRED'>;

/** That the owner of an e-mail address is asked into a course, with or without an account. */
export type InvitationItem = Key & {
  readonly entity: 'Invitation';
  readonly v: 1;
  readonly ulid: string;
  readonly courseUlid: string;
  readonly course: { readonly title: string; readonly slug: string };
  /** As it was written. */
  readonly email: string;
  /** As addresses are compared. Not `address`: that lists accounts in an index. */
  readonly comparedAddress: string;
  /** What the inviting person calls them. */
  readonly name?: string;
  readonly state: StoredState;
  /** Id of the account with this address, once one is found. */
  readonly inviteeId?: string;
  /** When the mail that tells of it could not be sent or came back for good, ISO 8601. */
  readonly bouncedAt?: string;
  /** ISO 8601. */
  readonly invitedAt: string;
  /** Until when it can be accepted, ISO 8601. */
  readonly validUntil: string;
  readonly [TIME_TO_LIVE]: number;
  readonly cause: Cause;
};

/** Which invitation to a course is the last one of an address. */
export type InviteeItem = Key & {
  readonly entity: 'Invitee';
  readonly v: 1;
  readonly courseUlid: string;
  readonly ulid: string;
  readonly [TIME_TO_LIVE]: number;
};

const INVITATION_DAYS = 30;
/** Addresses of people who never came are not kept for ever. */
const KEPT_DAYS = 180;
const DAY_MS = 86_400_000;

/** Invitations into one course on one day, those of imports included. */
export const MOST_INVITED_A_DAY = 5_000;

/** What the function behind the fields of invitations is asked for. */
export type InvitationCall = {
  readonly sub: string;
  readonly actor: string;
  readonly request: string;
} & (
  | { readonly operation: 'invite'; readonly clientToken: string; readonly courseId: string; readonly email: string }
  | { readonly operation: 'accept' | 'decline' | 'revoke'; readonly id: string }
  | { readonly operation: 'mine' }
);

/** @param invitation.nowMs milliseconds since the epoch */
export function newInvitation(invitation: {
  readonly ulid: string;
  readonly course: CourseItem;
  readonly email: string;
  /** The same as addresses are compared. */
  readonly comparedAddress: string;
  readonly name?: string | undefined;
  readonly nowMs: number;
  readonly iso: (ms: number) => string;
  readonly cause: Cause;
}): InvitationItem {
  const { ulid, course, email, comparedAddress, name, nowMs, iso } = invitation;
  return {
    ...invitationKey(course.ulid, ulid),
    entity: 'Invitation',
    v: 1,
    ulid,
    courseUlid: course.ulid,
    course: courseCopies(course),
    email,
    comparedAddress,
    ...(name ? { name } : {}),
    state: 'PENDING',
    invitedAt: iso(nowMs),
    validUntil: iso(nowMs + INVITATION_DAYS * DAY_MS),
    [TIME_TO_LIVE]: Math.floor((nowMs + KEPT_DAYS * DAY_MS) / 1000),
    cause: invitation.cause,
  };
}

/** @param digest of the address */
export function inviteeOf({ courseUlid, ulid, ...rest }: InvitationItem, digest: string): InviteeItem {
  const kept = { [TIME_TO_LIVE]: rest[TIME_TO_LIVE] };
  return { ...inviteeKey(digest, courseUlid), entity: 'Invitee', v: 1, courseUlid, ulid, ...kept };
}

/** @param now ISO 8601 in UTC */
export function stateOf({ state, validUntil }: InvitationItem, now: string): InvitationState {
  return state === 'PENDING' && validUntil <= now ? 'EXPIRED' : state;
}

/** @param now ISO 8601 in UTC */
export function toInvitation(invitation: InvitationItem, now: string): Invitation {
  const { ulid, courseUlid, course, email, invitedAt, validUntil, bouncedAt } = invitation;
  return {
    id: invitationId(courseUlid, ulid),
    course: { id: courseId(courseUlid), title: course.title, slug: course.slug },
    email,
    state: stateOf(invitation, now),
    invitedAt,
    expiresAt: validUntil,
    bouncedAt: bouncedAt ?? null,
  };
}

const MAIL = 'INVITATION-';

/** What the mail that tells of an invitation is called, besides the invitation's ULID. */
export function invitationMail(courseUlid: string): string {
  return `${MAIL}${courseUlid}`;
}

/** Key of the invitation that a mail tells of, or null where it tells something else. */
export function invitationOfMail(ulid: string, what: string): Key | null {
  return what.startsWith(MAIL) ? invitationKey(what.slice(MAIL.length), ulid) : null;
}
