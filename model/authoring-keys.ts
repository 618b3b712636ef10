import { COURSE, lessonKey, type Key } from './keys.ts';

/** Keys of what authors leave in a course's partition besides its lessons. */

/** Sort keys of a course's history begin with it. */
export const CHANGE = 'CHANGE#';

/** A step of a course on its way to learners, by the version that it led to: as long as all others, so that they sort. */
export function courseChangeKey(courseUlid: string, version: number): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: `${CHANGE}${`0000000000${version}`.slice(-10)}` };
}

/** Says which draft a published course has: one at most. */
export function courseDraftKey(courseUlid: string): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: 'DRAFT' };
}

/** Sort keys of a course's lessons begin with it. */
export const LESSON = lessonKey('', '').sk;
