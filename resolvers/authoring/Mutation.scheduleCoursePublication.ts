import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { Course, MutationScheduleCoursePublicationArgs } from '../../generated/schema.ts';
import { invalid, type Fault } from '../../model/errors.ts';
import { firstOf, version } from '../../model/validation.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

const LONGEST_MS = 366 * 86_400_000;

/** By the server's clock. */
function outOfReach(publishAt: string): Fault | null {
  const ahead = util.time.parseISO8601ToEpochMilliSeconds(publishAt) - util.time.nowEpochMilliSeconds();
  if (ahead > 0 && ahead <= LONGEST_MS) return null;
  return invalid('publishAt', 'range', 'Give `publishAt` a moment after now, and within a year.');
}

export function request(ctx: Context<MutationScheduleCoursePublicationArgs>) {
  const { input } = ctx.args;
  refuseIf(firstOf([version(input.version), outOfReach(input.publishAt)]));
  return {};
}

export function response(ctx: Context<MutationScheduleCoursePublicationArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
