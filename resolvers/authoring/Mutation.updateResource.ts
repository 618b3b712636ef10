import type { Context } from '@aws-appsync/utils';
import type { Course, MutationUpdateResourceArgs } from '../../generated/schema.ts';
import { invalid } from '../../model/errors.ts';
import { firstOf, line, version } from '../../model/validation.ts';
import { webAddress } from '../../model/web-address.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';

const AT_LEAST_ONE = 'Give at least one of `title`, `uploadId`, `url`.';
const NOT_BOTH = 'Give `uploadId` or `url`, and not both.';

export function request(ctx: Context<MutationUpdateResourceArgs>) {
  const { input } = ctx.args;
  const { title, uploadId, url } = input;
  refuseIf(
    firstOf([
      version(input.version),
      line('title', title, 1, 120),
      webAddress('url', url),
      title || uploadId || url ? null : invalid('title', 'atLeastOne', AT_LEAST_ONE),
      uploadId && url ? invalid('uploadId', 'exactlyOne', NOT_BOTH) : null,
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationUpdateResourceArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
