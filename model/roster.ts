import type { EnrollmentStatus } from '../generated/schema.ts';
import type { AccountItem } from './account.ts';
import { isLive, type EnrollmentItem } from './enrollment.ts';
import type { FunctionAnswer } from './function-answer.ts';

/** What a page of a course's roster is asked by. */
export interface RosterQuestion {
  readonly courseId: string;
  readonly sub: string;
  /** Null: whoever may learn. */
  readonly status: EnrollmentStatus | null;
  readonly limit: number;
  readonly nextToken: string | null;
}

/** A learner of a course; without an account where that is gone. */
export interface RosterEntry {
  readonly enrollment: EnrollmentItem;
  readonly account: AccountItem | null;
}

export interface RosterPage {
  /** Whose course it is. */
  readonly mentorId: string;
  readonly entries: readonly RosterEntry[];
  readonly nextToken: string | null;
}

export type RosterAnswer = FunctionAnswer<RosterPage>;

/** Whether a roster that is asked for a status shows the enrollment. */
export function isShown(enrollment: EnrollmentItem, status: EnrollmentStatus | null): boolean {
  return status ? enrollment.status === status : isLive(enrollment);
}
