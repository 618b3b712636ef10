import type { Enrollment, EnrollmentStatus, Profile } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { outlineLessons, type CourseItem } from './course.ts';
import { courseId, userId } from './ids.ts';
import { enrollmentKey, learningBucket, type Key } from './keys.ts';
import { isComplete, standing, toProgress, type Standing } from './progress.ts';

/** That a learner was taken out of a course. As long as it stands they can't enroll by themselves. */
export type Removal = {
  /** Id of who did it. */
  readonly actorId: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly removedAt: string;
};

/** A learner's place in a course, with the copies that a dashboard shows (see `copies.ts`). */
export type EnrollmentItem = Key &
  Standing & {
    readonly entity: 'Enrollment';
    readonly v: 1;
    readonly learnerId: string;
    readonly courseUlid: string;
    readonly course: { readonly title: string; readonly slug: string };
    readonly status: EnrollmentStatus;
    /** When each lesson was first completed, in seconds since the epoch, by the lesson's ULID. */
    readonly completedLessons: Readonly<Record<string, number>>;
    /** Number of the seat block that its seat was taken from, where the course has a capacity. */
    readonly seatBlock?: number;
    /** ISO 8601. */
    readonly enrolledAt: string;
    readonly completedAt?: string;
    /** Version of the course that the copies are from: those of a newer one are never replaced. Absent: of before. */
    readonly outlineVersion?: number;
    /** When the job that refreshes the copies last found more lessons than before. ISO 8601. */
    readonly extendedAt?: string;
    readonly removal?: Removal;
    /** Key of the index that finds what is learned in a course. */
    readonly learning: string;
    readonly cause: Cause;
  };

/** What an enrollment copies of its course. */
export function courseCopies(course: CourseItem) {
  return { title: course.title, slug: course.slug };
}

/** Where the learner stands by the course's outline as it is now. */
export function standingIn(course: CourseItem, enrollment: Pick<EnrollmentItem, 'completedLessons'>): Standing {
  return standing(outlineLessons(course), Object.keys(enrollment.completedLessons));
}

/** Whether the enrollment's copies say what the outline and the completed lessons say. */
export function isSettled(enrollment: EnrollmentItem, at: Standing): boolean {
  return (
    enrollment.completed === at.completed &&
    enrollment.lessonTotal === at.lessonTotal &&
    enrollment.nextLesson === at.nextLesson &&
    (!isComplete(at) || enrollment.status === 'COMPLETED')
  );
}

/** The enrollment as it is after enrolling, for the first time or again: what was completed is kept. */
export function enrolled(enrollment: {
  readonly sub: string;
  readonly course: CourseItem;
  readonly before: EnrollmentItem | null;
  readonly seatBlock: number | null;
  readonly now: string;
  readonly cause: Cause;
}): EnrollmentItem {
  const { sub, course, before, seatBlock, now, cause } = enrollment;
  const completedLessons = before?.completedLessons ?? {};
  const at = standingIn(course, { completedLessons });
  const done = before?.completedAt ?? (isComplete(at) ? now : null);
  return {
    ...enrollmentKey(sub, course.ulid),
    entity: 'Enrollment',
    v: 1,
    learnerId: userId(sub),
    courseUlid: course.ulid,
    course: courseCopies(course),
    outlineVersion: course.version,
    status: done ? 'COMPLETED' : 'ACTIVE',
    ...at,
    completedLessons,
    ...(seatBlock === null ? {} : { seatBlock }),
    enrolledAt: now,
    ...(done ? { completedAt: done } : {}),
    learning: learningBucket(course.ulid, sub),
    cause,
  };
}

/** Whether the learner may learn: enrolled and not canceled. */
export function isLive(enrollment: EnrollmentItem | null | undefined): enrollment is EnrollmentItem {
  return enrollment?.status === 'ACTIVE' || enrollment?.status === 'COMPLETED';
}

/** @param learner who learns, where that is not the caller */
export function toEnrollment(enrollment: EnrollmentItem, learner: Profile | null = null): Enrollment {
  const { courseUlid, learnerId, course, status, enrolledAt } = enrollment;
  return {
    course: { id: courseId(courseUlid), title: course.title, slug: course.slug },
    learner,
    status,
    progress: toProgress(learnerId, courseUlid, enrollment),
    enrolledAt,
    completedAt: enrollment.completedAt ?? null,
    removal: enrollment.removal ?? null,
  };
}
