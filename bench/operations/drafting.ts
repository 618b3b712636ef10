import { deepEqual, match } from 'node:assert/strict';
import type { Course } from '../../generated/schema.ts';
import { DISCARD_DRAFT, DUPLICATE_COURSE, OPEN_DRAFT, PUBLISH_DRAFT } from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** Copies of the course that `authoring` has edited, which has lost a lesson by then: one for its own sake, and drafts of it. */
export function drafting({ mentor, draft: { id, lessonIds } }: School): readonly Operation[] {
  const lessonTotal = lessonIds.length;
  let draftId = '';
  const open = async () => {
    const { openDraft } = await mentor.ask<{ openDraft: Course }>(OPEN_DRAFT, { input: { courseId: id } });
    deepEqual(openDraft, { id: openDraft.id, version: 1, lessonTotal, draft: { state: 'OPEN' } });
    draftId = openDraft.id;
  };
  // By then its lessons are copied, which has raised its version.
  const end = async (document: string, state: string) => {
    const answer = await mentor.ask<Record<string, Course>>(document, { input: { id: draftId, version: 2 } });
    deepEqual(Object.values(answer), [{ draft: { state } }]);
  };
  return [
    {
      name: 'duplicateCourse',
      title: 'Begin a course with the 48 lessons of it',
      run: async () => {
        const input = { clientToken: 'duplicate', courseId: id, title: 'Once more' };
        const { duplicateCourse } = await mentor.ask<{ duplicateCourse: Course }>(DUPLICATE_COURSE, { input });
        const { id: made, ...rest } = duplicateCourse;
        match(made, /^crs_/);
        const copying = { courseId: id, copied: 0, total: lessonTotal };
        deepEqual(rest, { title: input.title, status: 'DRAFT', version: 1, copying });
      },
    },
    { name: 'openDraft', title: 'Open a draft of it', run: open },
    { name: 'discardDraft', title: 'Discard it', run: () => end(DISCARD_DRAFT, 'DISCARDED') },
    { name: 'reopenDraft', title: 'Open another', run: open },
    { name: 'publishDraft', title: 'Have it go live', run: () => end(PUBLISH_DRAFT, 'GOING_LIVE') },
  ];
}
