import type { Context } from '@aws-appsync/utils';
import type { Lesson, MutationCreateLessonArgs } from '../../generated/schema.ts';
import { lacksDuration, refusedCompletion } from '../../model/completion.ts';
import { kindFault, lacksAddress } from '../../model/lesson-kind.ts';
import { moduleUlidOf } from '../../model/ids.ts';
import { MAX_BODY_BYTES, MAX_DURATION_SECONDS, toLesson, type LessonItem } from '../../model/lesson.ts';
import { clientToken, firstOf, line, range } from '../../model/validation.ts';
import { webAddress } from '../../model/web-address.ts';
import { refuseIf } from '../steps/refuse.ts';
import { shortText } from '../steps/short-text.ts';

export function request(ctx: Context<MutationCreateLessonArgs>) {
  const { input } = ctx.args;
  refuseIf(
    firstOf([
      clientToken(input.clientToken),
      line('title', input.title, 1, 120),
      shortText('body', input.body, MAX_BODY_BYTES),
      refusedCompletion(input.completion),
      lacksDuration(input.completion, input.durationSeconds),
      range('durationSeconds', input.durationSeconds, 1, MAX_DURATION_SECONDS),
      webAddress('url', input.url),
      kindFault(input.kind, input),
      lacksAddress(input.kind, input.url),
    ]),
  );
  return {};
}

export function response(ctx: Context<MutationCreateLessonArgs, object, { result: LessonItem }>): Lesson {
  const lesson = ctx.prev.result;
  return toLesson(lesson, moduleUlidOf(ctx.args.input.moduleId, lesson.courseUlid) ?? '', null);
}
