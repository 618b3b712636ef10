import { deepEqual, match } from 'node:assert/strict';
import type { Course, CourseChangeConnection, Lesson, MediaUrl, Upload } from '../../generated/schema.ts';
import {
  ADD_RESOURCE,
  ARCHIVE_COURSE,
  COURSE_BY_ID,
  COURSE_HISTORY,
  MEDIA_URL,
  REMOVE_LESSON,
  REMOVE_MODULE,
  REMOVE_RESOURCE,
  REORDER_COURSE,
  REQUEST_UPLOAD,
  RESOURCES,
  UNARCHIVE_COURSE,
  UPDATE_COURSE,
  UPDATE_LESSON,
  UPDATE_MODULE,
  UPDATE_RESOURCE,
} from '../documents.ts';
import type { Caller } from '../client.ts';
import type { School } from '../school.ts';
import { PNG, postForm } from '../upload-form.ts';
import type { Operation } from './operation.ts';

/** Changes the course that `teaching` has published: 48 lessons and one more. Each goes on from the version of the one before. */
interface Author {
  readonly mentor: Caller;
  readonly courseId: string;
  readonly edit: (document: string, input: object) => Promise<void>;
  readonly move: (document: string, status: string) => Promise<void>;
  readonly countLesson: (change: number) => void;
}

function authorOf({ mentor, draft }: School): Author {
  const { id: courseId } = draft;
  let version = draft.version + 3;
  let lessonTotal = draft.lessonIds.length + 1;
  const change = async (document: string, input: object, seen: object): Promise<void> => {
    const answer = await mentor.ask<Record<string, Course>>(document, { input: { ...input, version } });
    version += 1;
    deepEqual(Object.values(answer), [{ id: courseId, version, ...seen }]);
  };
  return {
    mentor: mentor.ask,
    courseId,
    edit: (document, input) => change(document, input, { lessonTotal }),
    move: (document, status) => change(document, { id: courseId }, { status }),
    countLesson: (by) => {
      lessonTotal += by;
    },
  };
}

export function authoring(school: School): readonly Operation[] {
  const { modules, lessonIds } = school.draft;
  const author = authorOf(school);
  return [
    ...rewriting(author, modules[0]?.id ?? '', lessonIds[0] ?? ''),
    ...offering(author, lessonIds[0] ?? ''),
    ...ordering(author, lessonIds[1] ?? ''),
    ...archiving(author),
  ];
}

function rewriting({ courseId, edit }: Author, moduleId: string, lessonId: string): readonly Operation[] {
  return [
    {
      name: 'updateCourse',
      title: 'Rename a published course of 49 lessons',
      run: () => edit(UPDATE_COURSE, { id: courseId, title: 'Renamed' }),
    },
    {
      name: 'updateModule',
      title: 'Rename a module of it',
      run: () => edit(UPDATE_MODULE, { courseId, moduleId, title: 'Renamed' }),
    },
    {
      name: 'updateLesson',
      title: 'Rewrite a lesson of it',
      run: () => edit(UPDATE_LESSON, { courseId, lessonId, body: 'x'.repeat(2_000) }),
    },
  ];
}

/** What a lesson offers besides. */
function offering({ mentor, courseId, edit }: Author, lessonId: string): readonly Operation[] {
  let handout = '';
  const resource = async () =>
    (await mentor<{ lesson: Lesson }>(RESOURCES, { courseId, id: lessonId })).lesson.resources?.[0];
  return [
    {
      name: 'addResource',
      title: 'Offer a page elsewhere with it',
      run: () =>
        edit(ADD_RESOURCE, { courseId, lessonId, title: 'Further reading', url: 'https://kalpla.example/more' }),
    },
    {
      name: 'updateResource',
      title: 'Read its resources, and rename one',
      run: async () => {
        const resourceId = (await resource())?.id;
        await edit(UPDATE_RESOURCE, { courseId, lessonId, resourceId, title: 'More' });
      },
    },
    {
      name: 'removeResource',
      title: 'Read its resources, and remove one',
      run: async () => {
        const resourceId = (await resource())?.id;
        await edit(REMOVE_RESOURCE, { courseId, lessonId, resourceId });
      },
    },
    {
      name: 'requestUpload, a handout',
      title: 'Have a form for a handout signed, and post it',
      budget: 3,
      run: async () => {
        const input = { clientToken: 'a-handout', purpose: 'RESOURCE', contentType: 'image/png', bytes: PNG.length };
        const { requestUpload } = await mentor<{ requestUpload: Upload }>(REQUEST_UPLOAD, { input });
        await postForm(requestUpload, PNG);
        handout = requestUpload.id;
      },
    },
    {
      name: 'addResource, file',
      title: 'Offer the handout with it',
      run: () => edit(ADD_RESOURCE, { courseId, lessonId, title: 'Handout', uploadId: handout }),
    },
    {
      name: 'mediaUrl',
      title: 'Read its resources, and get the URL of the handout',
      // A signature is as long as its letters happen to be when a URL carries them.
      varies: ['responseBytes'],
      run: async () => {
        const resourceId = (await resource())?.id;
        const { mediaUrl } = await mentor<{ mediaUrl: MediaUrl }>(MEDIA_URL, {
          courseId,
          lessonId,
          resourceId,
        });
        match(mediaUrl.url, /^http.*Signature=/);
      },
    },
  ];
}

function ordering({ mentor, courseId, edit, countLesson }: Author, lessonId: string): readonly Operation[] {
  const outline = async () => (await mentor<{ course: Course }>(COURSE_BY_ID, { id: courseId })).course.modules ?? [];
  return [
    {
      name: 'removeLesson',
      title: 'Remove a lesson of it',
      run: () => {
        countLesson(-1);
        return edit(REMOVE_LESSON, { courseId, lessonId });
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
        await edit(REORDER_COURSE, { courseId, modules: order.toReversed() });
      },
    },
    {
      name: 'removeModule',
      title: 'Read it, and remove its empty module',
      run: async () => {
        const empty = (await outline()).find(({ lessons }) => lessons.length === 0);
        await edit(REMOVE_MODULE, { courseId, moduleId: empty?.id });
      },
    },
  ];
}

function archiving({ mentor, courseId, move }: Author): readonly Operation[] {
  return [
    { name: 'archiveCourse', title: 'Archive a course of 48 lessons', run: () => move(ARCHIVE_COURSE, 'ARCHIVED') },
    { name: 'unarchiveCourse', title: 'Bring it back', run: () => move(UNARCHIVE_COURSE, 'PUBLISHED') },
    {
      name: 'courseHistory',
      title: 'See what was done with it',
      run: async () => {
        const { courseHistory } = await mentor<{ courseHistory: CourseChangeConnection }>(COURSE_HISTORY, {
          courseId,
        });
        deepEqual(
          courseHistory.items.map(({ action }) => action),
          ['UNARCHIVED', 'ARCHIVED', 'PUBLISHED'],
        );
      },
    },
  ];
}
