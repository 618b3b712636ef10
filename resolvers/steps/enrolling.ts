import type { CourseItem } from '../../model/course.ts';
import type { EnrollmentItem } from '../../model/enrollment.ts';

/** What the steps of `enroll` hand on. */
export interface EnrollStash {
  /** The course, once it may be enrolled in. */
  course?: CourseItem;
  /** A canceled enrollment, which enrolling again revives. */
  before?: EnrollmentItem | null;
  /** Set by the first of two reads when it saw no course to enroll in. */
  reread?: boolean;
  /** The seat block to try, where the course has a capacity. */
  seatBlock?: number | null;
  /** Whether every seat is taken; the learner's own may be among them. */
  full?: boolean;
  /** What was written. */
  written?: EnrollmentItem;
  /** The answer, once there is one: the steps that follow are passed over. */
  enrollment?: EnrollmentItem;
}
