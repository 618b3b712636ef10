/**
 * Ids carry their kind and sort by time: a prefix and a ULID. The id of a thing that lives in a course
 * carries the course's ULID first, so that all its keys are built without a read. A review's ends with its author's
 * Cognito sub: each learner writes one of a course.
 */

const ULID_LENGTH = 26;
/** Crockford's base 32, as ULIDs are written. */
const ULID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function consistsOf(text: string, alphabet: string): boolean {
  return text.split('').every((character) => alphabet.includes(character));
}

/** What follows the prefix if it has the given number of ULIDs' length, otherwise null. */
function ulidsOf(id: string, prefix: string, count: number): string | null {
  if (!id.startsWith(prefix) || id.length !== prefix.length + count * ULID_LENGTH) return null;
  const ulids = id.slice(prefix.length);
  return consistsOf(ulids, ULID_ALPHABET) ? ulids : null;
}

/** The own ULID of a child's id that belongs to the course, otherwise null. */
function childUlidOf(id: string, prefix: string, courseUlid: string): string | null {
  const ulids = ulidsOf(id, prefix, 2);
  return ulids && ulids.startsWith(courseUlid) ? ulids.slice(ULID_LENGTH) : null;
}

export function userId(sub: string): string {
  return `usr_${sub}`;
}

/** The Cognito sub in a person's id. */
export function subOf(id: string): string {
  return id.slice('usr_'.length);
}

const SUB_LENGTH = 36;
/** A Cognito sub is a UUID. */
const SUB_ALPHABET = '0123456789abcdef-';

/** The Cognito sub in a person's id, or null if it is none. */
export function userSubOf(id: string): string | null {
  const sub = id.slice('usr_'.length);
  return id === userId(sub) && sub.length === SUB_LENGTH && consistsOf(sub, SUB_ALPHABET) ? sub : null;
}

export function courseId(ulid: string): string {
  return `crs_${ulid}`;
}

/** The ULID in a course's id, or null if it is none. */
export function courseUlidOf(id: string): string | null {
  return ulidsOf(id, 'crs_', 1);
}

export function moduleId(courseUlid: string, ulid: string): string {
  return `mod_${courseUlid}${ulid}`;
}

/** The own ULID of a module's id, or null if it is none of this course. */
export function moduleUlidOf(id: string, courseUlid: string): string | null {
  return childUlidOf(id, 'mod_', courseUlid);
}

export function lessonId(courseUlid: string, ulid: string): string {
  return `les_${courseUlid}${ulid}`;
}

/** The own ULID of a lesson's id, or null if it is none of this course. */
export function lessonUlidOf(id: string, courseUlid: string): string | null {
  return childUlidOf(id, 'les_', courseUlid);
}

export function invitationId(courseUlid: string, ulid: string): string {
  return `inv_${courseUlid}${ulid}`;
}

/** The course's ULID and the own one. */
interface CourseChild {
  readonly courseUlid: string;
  readonly ulid: string;
}

/** Those in an invitation's id, or null if it is none. */
export function invitationPartsOf(id: string): CourseChild | null {
  return partsOf(id, 'inv_');
}

export function rosterImportId(courseUlid: string, ulid: string): string {
  return `imp_${courseUlid}${ulid}`;
}

/** Those in the id of a roster's import, or null if it is none. */
export function rosterImportPartsOf(id: string): CourseChild | null {
  return partsOf(id, 'imp_');
}

export function announcementId(courseUlid: string, ulid: string): string {
  return `ann_${courseUlid}${ulid}`;
}

/** Those in an announcement's id, or null if it is none. */
export function announcementPartsOf(id: string): CourseChild | null {
  return partsOf(id, 'ann_');
}

function partsOf(id: string, prefix: string): CourseChild | null {
  const ulids = ulidsOf(id, prefix, 2);
  return ulids ? { courseUlid: ulids.slice(0, ULID_LENGTH), ulid: ulids.slice(ULID_LENGTH) } : null;
}

export function notificationId(ulid: string): string {
  return `ntf_${ulid}`;
}

/** The ULID in a notification's id, or null if it is none. */
export function notificationUlidOf(id: string): string | null {
  return ulidsOf(id, 'ntf_', 1);
}

export function uploadId(ulid: string): string {
  return `upl_${ulid}`;
}

/** Id of what a lesson offers to its learners. */
export function resourceId(ulid: string): string {
  return `res_${ulid}`;
}

/** The ULID in a resource's id, or null if it is none. */
export function resourceUlidOf(id: string): string | null {
  return ulidsOf(id, 'res_', 1);
}

/** The ULID in an upload's id, or null if it is none. */
export function uploadUlidOf(id: string): string | null {
  return ulidsOf(id, 'upl_', 1);
}

export function reviewId(courseUlid: string, learnerId: string): string {
  return `rev_${courseUlid}${subOf(learnerId)}`;
}

/** The course and the author's sub in a review's id, or null if it is none. */
export function reviewPartsOf(id: string): { readonly courseUlid: string; readonly sub: string } | null {
  const courseUlid = ulidsOf(id.slice(0, -SUB_LENGTH), 'rev_', 1);
  const sub = id.slice(-SUB_LENGTH);
  return courseUlid && consistsOf(sub, SUB_ALPHABET) ? { courseUlid, sub } : null;
}
