import type { CourseAction, CourseChange, CourseStatus } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { COURSE_COPIES } from './course-copy.ts';
import type { CourseItem } from './course.ts';
import { courseChangeKey } from './authoring-keys.ts';
import type { Key } from './keys.ts';
import { dueShard } from './notification.ts';

/** A step of a course on its way to learners: who, when, why. Never changed. */
export type CourseChangeItem = Key & {
  readonly entity: 'CourseChange';
  readonly v: 1;
  readonly courseUlid: string;
  /** Whose course it is, and what it was called. */
  readonly mentorId: string;
  readonly title: string;
  readonly action: CourseAction;
  readonly reason?: string;
  /** Of the course, after it. */
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  readonly cause: Cause;
};

/** @param course as the step leaves it: its version names the item, so no step is noted twice */
export function newCourseChange(
  course: CourseItem,
  change: { readonly action: CourseAction; readonly reason: string | null; readonly at: string },
): CourseChangeItem {
  const { ulid, version, mentor, title, cause } = course;
  return {
    ...courseChangeKey(ulid, version),
    entity: 'CourseChange',
    v: 1,
    courseUlid: ulid,
    mentorId: mentor.id,
    title,
    action: change.action,
    ...(change.reason ? { reason: change.reason } : {}),
    version,
    at: change.at,
    cause,
  };
}

export function toCourseChange({ action, cause, at, reason, version }: CourseChangeItem): CourseChange {
  return { action, actorId: cause.actor, at, reason: reason ?? null, version };
}

/** Characters of a reason. */
export const MAX_REASON_LENGTH = 500;

/** What a step does with a course, or null where it can't be taken from the state that the course is in. */
export interface Step {
  readonly action: CourseAction;
  readonly changes: CourseStateChanges;
}

type CourseStateChanges = {
  readonly status?: CourseStatus;
  readonly reviewQueue?: typeof REVIEW_QUEUE | null;
  readonly submittedAt?: string | null;
  readonly approvedVersion?: number | null;
  readonly publishAt?: string | null;
  readonly dueShard?: string | null;
  readonly dueAt?: string | null;
};

/** The one partition of `coursesInReview`. */
export const REVIEW_QUEUE = 'WAITING';

const NO_REVIEW = { reviewQueue: null, submittedAt: null, approvedVersion: null } as const;

const NO_SCHEDULE = { publishAt: null, dueShard: null, dueAt: null } as const;

/** Attributes of a course that end when it is published. Its copies never have them: they would be in indexes. */
export const UNPUBLISHED_ONLY = [...Object.keys(NO_REVIEW), ...Object.keys(NO_SCHEDULE)];

/** Another version, with the same content: what was approved stays approved. */
function keptApproval(course: CourseItem) {
  return isApproved(course) ? { approvedVersion: course.version + 1 } : {};
}

/** @param publishAt ISO 8601, UTC, with milliseconds: the order of these is that of time */
export function scheduled(course: CourseItem, publishAt: string): CourseStateChanges {
  return { publishAt, dueShard: dueShard(course.ulid), dueAt: publishAt, ...keptApproval(course) };
}

/** Whether it can be published from the state that it is in. */
export function isPublishable({ status, draft }: Pick<CourseItem, 'status' | 'draft'>): boolean {
  if (draft) return false;
  return status === 'DRAFT' || status === 'IN_REVIEW';
}

/** The course as it is once it is published. @param now ISO 8601 */
export function publishedCourse(course: CourseItem, now: string, cause: Cause) {
  const {
    reviewQueue: _q,
    submittedAt: _s,
    approvedVersion: _a,
    publishAt: _p,
    dueShard: _d,
    dueAt: _t,
    ...rest
  } = course;
  const version = course.version + 1;
  return { ...rest, status: 'PUBLISHED' as const, publishedAt: now, version, copies: COURSE_COPIES, cause };
}

/** The mutations that take such a step, and nothing else. */
export type StepName =
  | 'submitCourse'
  | 'withdrawCourse'
  | 'approveCourse'
  | 'rejectCourse'
  | 'cancelCoursePublication'
  | 'archiveCourse'
  | 'unarchiveCourse';

/** @param now ISO 8601 */
export function stepOf(name: StepName, course: CourseItem, now: string): Step | null {
  const { status, version } = course;
  if (course.draft) return null;
  const waits = status === 'IN_REVIEW' && course.reviewQueue !== undefined;
  if (name === 'submitCourse' && (status === 'DRAFT' || (status === 'IN_REVIEW' && !waits))) {
    return {
      action: 'SUBMITTED',
      changes: { status: 'IN_REVIEW', reviewQueue: REVIEW_QUEUE, submittedAt: now, approvedVersion: null },
    };
  }
  if (name === 'withdrawCourse' && status === 'IN_REVIEW') {
    return { action: 'WITHDRAWN', changes: { status: 'DRAFT', ...NO_REVIEW, ...NO_SCHEDULE } };
  }
  if (name === 'approveCourse' && waits) {
    return { action: 'APPROVED', changes: { ...NO_REVIEW, approvedVersion: version + 1 } };
  }
  if (name === 'rejectCourse' && status === 'IN_REVIEW') {
    return { action: 'REJECTED', changes: { status: 'DRAFT', ...NO_REVIEW, ...NO_SCHEDULE } };
  }
  if (name === 'cancelCoursePublication' && course.publishAt) {
    return { action: 'UNSCHEDULED', changes: { ...NO_SCHEDULE, ...keptApproval(course) } };
  }
  if (name === 'archiveCourse' && status === 'PUBLISHED') {
    return { action: 'ARCHIVED', changes: { status: 'ARCHIVED' } };
  }
  if (name === 'unarchiveCourse' && status === 'ARCHIVED') {
    return { action: 'UNARCHIVED', changes: { status: 'PUBLISHED' } };
  }
  return null;
}

/** Whether an Admin has approved the course as it stands: an edit since has raised its version. */
export function isApproved({ approvedVersion, version }: CourseItem): boolean {
  return approvedVersion === version;
}
