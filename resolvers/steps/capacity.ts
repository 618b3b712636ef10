import type { UpdateCourseInput } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import type { SeatBlock } from '../../model/seats.ts';
import { isGiven } from '../../model/validation.ts';
import type { EditStash } from './editing.ts';

/** What the rounds of `updateCourse` hand on besides. */
export interface CapacityStash extends EditStash {
  /** The seat blocks as they were read, where their seats are to change. */
  blocks?: readonly SeatBlock[] | null;
}

/** Whether the input gives the course another capacity: one, or none at all. */
export function changesCapacity(course: CourseItem, input: UpdateCourseInput): boolean {
  return isGiven(input, 'capacity') && input.capacity !== course.capacity;
}

/** Whether learners may have been let in: from then on seats are counted, or never will be. */
export function countsSeats({ publishedAt }: CourseItem): boolean {
  return publishedAt !== undefined;
}
