import type { Context } from '@aws-appsync/utils';
import type { Course, MutationAddResourceArgs } from '../../generated/schema.ts';
import { invalid } from '../../model/errors.ts';
import { firstOf, line, version } from '../../model/validation.ts';
import { webAddress } from '../../model/web-address.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

const EXACTLY_ONE = 'Give `uploadId` or `url`, and not both.';

export function request(ctx: Context<MutationAddResourceArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      version(input.version),
      line('title', input.title, 1, 120),
      webAddress('url', input.url),
      !!input.uploadId === !!input.url ? invalid('uploadId', 'exactlyOne', EXACTLY_ONE) : null,
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationAddResourceArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
