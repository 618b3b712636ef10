import { ROSTER, type Key } from './keys.ts';

/** Keys of what a mentor does with the learners of a course. */

export const INVITATIONS = 'INVITATIONS#';

/** That somebody is asked into a course. */
export function invitationKey(courseUlid: string, ulid: string): Key {
  return { pk: `${INVITATIONS}${courseUlid}`, sk: `INVITATION#${ulid}` };
}

/** Which invitation to a course is the last one of an address. @param digest of the address: it is no event's business */
export function inviteeKey(digest: string, courseUlid: string): Key {
  return { pk: `${ROSTER}ADDRESS#${digest}`, sk: `COURSE#${courseUlid}` };
}

/** How many were invited into a course on a day. @param time ISO 8601, of which the day counts */
export function invitedCountKey(courseUlid: string, time: string): Key {
  return { pk: `${ROSTER}INVITED#${courseUlid}`, sk: time.slice(0, 'yyyy-MM-dd'.length) };
}
