import type { Context } from '@aws-appsync/utils';
import type { Course, MutationDiscardDraftArgs } from '../../generated/schema.ts';
import { version } from '../../model/validation.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

export function request(ctx: Context<MutationDiscardDraftArgs>) {
  refuseIf(version(ctx.args.input.version));
  return {};
}

export function response(ctx: Context<MutationDiscardDraftArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
