import type { Context as AnyContext } from '@aws-appsync/utils';
import { resourceId } from '../../model/ids.ts';
import type { LessonResource } from '../../model/lesson-media.ts';
import type { LessonItem } from '../../model/lesson.ts';
import { causeOf } from './caller.ts';
import { lessonWrites } from './editing-lesson.ts';
import type { EditInput, EditStash } from './editing.ts';
import { exchangeFile } from './lesson-media.ts';

type Context = AnyContext<{ input: EditInput }, EditStash>;

/** The transaction that gives a lesson other resources, of which one is another than before, new or gone. */
export function resourceWrites(
  ctx: Context,
  lesson: LessonItem,
  resources: readonly LessonResource[],
  changed: { readonly before?: LessonResource; readonly after?: LessonResource },
) {
  const { before, after } = changed;
  const next = { ...lesson, resources, version: lesson.version + 1, cause: causeOf(ctx) };
  const by = resourceId((before ?? after)?.ulid ?? '');
  return {
    operation: 'TransactWriteItems',
    transactItems: [...lessonWrites(ctx, lesson, next, {}), ...exchangeFile(ctx, before?.file, after?.file, by)],
  };
}
