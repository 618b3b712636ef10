import type { CourseItem } from '../../model/course.ts';

/** What the steps of `publishCourse` hand on. */
export interface PublishStash {
  /** The course as it was read last. */
  course?: CourseItem;
  /** Whether an Admin publishes: no other approval is needed. */
  byAdmin?: boolean;
  /** What the last attempt wrote, if it was not in vain. */
  written?: CourseItem;
  /** The answer, once there is one: the steps that follow are passed over. */
  published?: CourseItem;
}

/** The very change that the caller asks for has been made already: a repeated call is answered with it. */
export function isPublishedBy(course: CourseItem, version: number): boolean {
  return course.status === 'PUBLISHED' && course.version === version + 1;
}
