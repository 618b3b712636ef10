import { ROSTER, type Key } from './keys.ts';

/** Keys of what a mentor does with the learners of a course. */

export const INVITATIONS = 'INVITATIONS#';
export const IMPORTS = 'IMPORTS#';
export const ANNOUNCEMENTS = 'ANNOUNCEMENTS#';

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

/** A file of learners who are let into a course. */
export function rosterImportKey(courseUlid: string, ulid: string): Key {
  return { pk: `${IMPORTS}${courseUlid}`, sk: `IMPORT#${ulid}` };
}

/** Some of its rows, in their order. @param place from 0 */
export function importChunkKey(importUlid: string, place: number): Key {
  const digits = `00${place}`;
  return { pk: `${ROSTER}IMPORT#${importUlid}`, sk: `CHUNK#${digits.slice(digits.length - 3)}` };
}

/** What a mentor tells all who learn in a course. */
export function announcementKey(courseUlid: string, ulid: string): Key {
  return { pk: `${ANNOUNCEMENTS}${courseUlid}`, sk: `ANNOUNCEMENT#${ulid}` };
}
