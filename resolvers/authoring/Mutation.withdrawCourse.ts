import type { Context } from '@aws-appsync/utils';
import type { Course, MutationWithdrawCourseArgs } from '../../generated/schema.ts';
import { MAX_REASON_LENGTH } from '../../model/course-change.ts';
import { firstOf, line, version } from '../../model/validation.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationWithdrawCourseArgs>) {
  refuseIf(firstOf([version(ctx.args.input.version), line('reason', ctx.args.input.reason, 1, MAX_REASON_LENGTH)]));
  return {};
}

export function response(ctx: Context<MutationWithdrawCourseArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
