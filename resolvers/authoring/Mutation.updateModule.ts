import type { Context } from '@aws-appsync/utils';
import type { Course, MutationUpdateModuleArgs } from '../../generated/schema.ts';
import { firstOf, line, version } from '../../model/validation.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationUpdateModuleArgs>) {
  const { input } = ctx.args;
  refuseIf(firstOf([version(input.version), line('title', input.title, 1, 120)]));
  return {};
}

export function response(ctx: Context<MutationUpdateModuleArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
