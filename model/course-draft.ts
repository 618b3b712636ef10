import type { CourseDraft } from '../generated/schema.ts';
import { courseDraftKey } from './authoring-keys.ts';
import type { Cause } from './cause.ts';
import { beingCopied, courseLike } from './course-copying.ts';
import type { CourseItem } from './course.ts';
import { conflict, type Fault } from './errors.ts';
import { courseId } from './ids.ts';
import type { Key } from './keys.ts';

/** Which draft a published course has. */
export type CourseDraftItem = Key & {
  readonly entity: 'CourseDraft';
  readonly v: 1;
  /** Of the draft. */
  readonly ulid: string;
  readonly cause: Cause;
};

export function newDraftPointer(live: CourseItem, ulid: string, cause: Cause): CourseDraftItem {
  return { ...courseDraftKey(live.ulid), entity: 'CourseDraft', v: 1, ulid, cause };
}

/**
 * A draft of a published course: a course of its own that its mentor sees, in no list. Its slug is nobody's to choose.
 * @param now ISO 8601
 */
export function newDraft(live: CourseItem, ulid: string, now: string, cause: Cause): CourseItem {
  const { title, mentor } = live;
  const { taughtBy: _, ...course } = courseLike(live, {
    ulid,
    slug: `draft-${ulid.toLowerCase()}`,
    title,
    mentor,
    now,
    cause,
  });
  return { ...course, draft: { of: live.ulid, base: live.version, state: 'OPEN' } };
}

/** The draft's facts; null of any other course. */
export function toDraft({ draft }: CourseItem): CourseDraft | null {
  return draft ? { courseId: courseId(draft.of), state: draft.state } : null;
}

export const LIVE_HAS_CHANGED =
  'The published course has changed since this draft was opened. `discardDraft`, then `openDraft` anew.';

/** Why nobody can change the course now, or null. */
export function underWay(course: Pick<CourseItem, 'copying' | 'draft' | 'edition'>): Fault | null {
  if (course.edition) return conflict('A draft of the course has just gone live. Try again in some seconds.');
  if (course.draft?.state === 'GOING_LIVE') return conflict('The draft goes live: nobody can change it any more.');
  if (course.draft?.state === 'OUTDATED') return conflict(LIVE_HAS_CHANGED);
  return beingCopied(course);
}

/** Why nothing can be made of the course that is for whole ones, or null. */
export function isDraft({ draft }: Pick<CourseItem, 'draft'>): Fault | null {
  return draft ? conflict('This is a draft of a published course. Name that one.') : null;
}
