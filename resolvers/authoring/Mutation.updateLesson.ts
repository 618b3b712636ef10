import type { Context } from '@aws-appsync/utils';
import type { Course, MutationUpdateLessonArgs } from '../../generated/schema.ts';
import { refusedCompletion } from '../../model/completion.ts';
import { invalid } from '../../model/errors.ts';
import { MAX_BODY_BYTES, MAX_DURATION_SECONDS } from '../../model/lesson.ts';
import { firstOf, line, range, version } from '../../model/validation.ts';
import { webAddress } from '../../model/web-address.ts';
import { editedCourse } from '../steps/edited-course.ts';
import type { EditStash } from '../steps/editing.ts';
import { refuseIf } from '../steps/refuse.ts';
import { shortText } from '../steps/short-text.ts';

const AT_LEAST_ONE =
  'Give at least one of `title`, `kind`, `body`, `preview`, `durationSeconds`, `completion`, `url`, `mediaUploadId`.';

export function request(ctx: Context<MutationUpdateLessonArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      version(input.version),
      line('title', input.title, 1, 120),
      shortText('body', input.body, MAX_BODY_BYTES),
      range('durationSeconds', input.durationSeconds, 1, MAX_DURATION_SECONDS),
      refusedCompletion(input.completion),
      webAddress('url', input.url),
      Object.keys(input).length > 3 ? null : invalid('title', 'atLeastOne', AT_LEAST_ONE),
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationUpdateLessonArgs, EditStash>): Course | null {
  return editedCourse(ctx);
}
