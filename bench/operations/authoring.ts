import { deepEqual } from 'node:assert/strict';
import type { Course, CourseChangeConnection, Lesson } from '../../generated/schema.ts';
import {
  ADD_RESOURCE,
  ARCHIVE_COURSE,
  COURSE_BY_ID,
  COURSE_HISTORY,
  REMOVE_LESSON,
  REMOVE_MODULE,
  REMOVE_RESOURCE,
  REORDER_COURSE,
  RESOURCES,
  UNARCHIVE_COURSE,
  UPDATE_COURSE,
  UPDATE_LESSON,
  UPDATE_MODULE,
  UPDATE_RESOURCE,
} from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** Edits of the course that `teaching` has published: 48 lessons and one more. Each goes on from the version of the one before. */
export function authoring({ mentor, draft }: School): readonly Operation[] {
  const { id, modules, lessonIds } = draft;
  let version = draft.version + 3;
  let lessonTotal = lessonIds.length + 1;
  const edit = async (document: string, input: object): Promise<void> => {
    const answer = await mentor.ask<Record<string, Course>>(document, { input: { ...input, version } });
    version += 1;
    deepEqual(Object.values(answer), [{ id, version, lessonTotal }]);
  };
  const move = async (document: string, status: string): Promise<void> => {
    const answer = await mentor.ask<Record<string, Course>>(document, { input: { id, version } });
    version += 1;
    deepEqual(Object.values(answer), [{ id, version, status }]);
  };
  const outline = async () => (await mentor.ask<{ course: Course }>(COURSE_BY_ID, { id })).course.modules ?? [];
  const lessonId = lessonIds[0];
  const resource = async () =>
    (await mentor.ask<{ lesson: Lesson }>(RESOURCES, { courseId: id, id: lessonId })).lesson.resources?.[0];
  return [
    {
      name: 'updateCourse',
      title: 'Rename a published course of 49 lessons',
      run: () => edit(UPDATE_COURSE, { id, title: 'Renamed' }),
    },
    {
      name: 'updateModule',
      title: 'Rename a module of it',
      run: () => edit(UPDATE_MODULE, { courseId: id, moduleId: modules[0]?.id, title: 'Renamed' }),
    },
    {
      name: 'updateLesson',
      title: 'Rewrite a lesson of it',
      run: () => edit(UPDATE_LESSON, { courseId: id, lessonId: lessonIds[0], body: 'x'.repeat(2_000) }),
    },
    {
      name: 'addResource',
      title: 'Offer a page elsewhere with it',
      run: () =>
        edit(ADD_RESOURCE, { courseId: id, lessonId, title: 'Further reading', url: 'https://kalpla.example/more' }),
    },
    {
      name: 'updateResource',
      title: 'Read its resources, and rename one',
      run: async () => {
        const resourceId = (await resource())?.id;
        await edit(UPDATE_RESOURCE, { courseId: id, lessonId, resourceId, title: 'More' });
      },
    },
    {
      name: 'removeResource',
      title: 'Read its resources, and remove one',
      run: async () => {
        const resourceId = (await resource())?.id;
        await edit(REMOVE_RESOURCE, { courseId: id, lessonId, resourceId });
      },
    },
    {
      name: 'removeLesson',
      title: 'Remove a lesson of it',
      run: () => {
        lessonTotal -= 1;
        return edit(REMOVE_LESSON, { courseId: id, lessonId: lessonIds[1] });
      },
    },
    {
      name: 'reorderCourse',
      title: 'Read a course of 48 lessons, and turn its modules around',
      run: async () => {
        const order = (await outline()).map(({ id: moduleId, lessons }) => ({
          moduleId,
          lessonIds: lessons.map((lesson) => lesson.id),
        }));
        await edit(REORDER_COURSE, { courseId: id, modules: order.toReversed() });
      },
    },
    {
      name: 'removeModule',
      title: 'Read it, and remove its empty module',
      run: async () => {
        const empty = (await outline()).find(({ lessons }) => lessons.length === 0);
        await edit(REMOVE_MODULE, { courseId: id, moduleId: empty?.id });
      },
    },
    { name: 'archiveCourse', title: 'Archive a course of 48 lessons', run: () => move(ARCHIVE_COURSE, 'ARCHIVED') },
    { name: 'unarchiveCourse', title: 'Bring it back', run: () => move(UNARCHIVE_COURSE, 'PUBLISHED') },
    {
      name: 'courseHistory',
      title: 'See what was done with it',
      run: async () => {
        const { courseHistory } = await mentor.ask<{ courseHistory: CourseChangeConnection }>(COURSE_HISTORY, {
          courseId: id,
        });
        deepEqual(
          courseHistory.items.map(({ action }) => action),
          ['UNARCHIVED', 'ARCHIVED', 'PUBLISHED'],
        );
      },
    },
  ];
}
