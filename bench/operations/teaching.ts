import { deepEqual, equal, match } from 'node:assert/strict';
import type { Course, EnrollmentConnection, Lesson, Module } from '../../generated/schema.ts';
import { CREATE_COURSE, CREATE_LESSON, CREATE_MODULE, PUBLISH_COURSE, ROSTER } from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

const SLUG = 'a-course-that-begins';
const LESSON = { title: 'One lesson more', kind: 'TEXT', preview: false, durationSeconds: 600 } as const;

/** What mentors write. The draft grows from one operation to the next, as its version says. */
export function teaching({ mentor, draft, courses }: School): readonly Operation[] {
  return [
    {
      name: 'roster',
      title: '20 learners of a course, with names and progress',
      // Sixteen partitions, chosen by random ids: some hold none of the course's few learners.
      budget: 19,
      varies: ['requests', 'depth', 'rcu', 'responseBytes'],
      run: async () => {
        const { roster } = await mentor.ask<{ roster: EnrollmentConnection }>(ROSTER, { courseId: courses[0].id });
        equal(roster.items.length, 20);
        equal(new Set(roster.items.map(({ learner }) => learner?.id)).size, 20);
      },
    },
    {
      name: 'createCourse',
      title: 'Begin a course',
      run: async () => {
        const { modules: _, ...facts } = draft.facts;
        const input = { ...facts, slug: SLUG, clientToken: 'course' };
        const { createCourse } = await mentor.ask<{ createCourse: Course }>(CREATE_COURSE, { input });
        const { id, ...rest } = createCourse;
        match(id, /^crs_/);
        deepEqual(rest, { title: facts.title, slug: SLUG, status: 'DRAFT', version: 1 });
      },
    },
    {
      name: 'createModule',
      title: 'Add a module to a course of 48 lessons',
      run: async () => {
        const input = { courseId: draft.id, title: 'One module more', clientToken: 'module' };
        const { createModule } = await mentor.ask<{ createModule: Module }>(CREATE_MODULE, { input });
        const { id, ...rest } = createModule;
        match(id, /^mod_/);
        deepEqual(rest, { title: input.title, lessons: [] });
      },
    },
    {
      name: 'createLesson',
      title: 'Add a lesson with 1.9 kB of text to a course of 48 lessons',
      run: async () => {
        const [module] = draft.modules;
        const body = draft.facts.modules[0]?.lessons[0]?.body;
        const place = { courseId: draft.id, moduleId: module?.id };
        const input = { ...place, ...LESSON, body, clientToken: 'lesson' };
        const { createLesson } = await mentor.ask<{ createLesson: Lesson }>(CREATE_LESSON, { input });
        const { id, ...rest } = createLesson;
        match(id, /^les_/);
        deepEqual(rest, { ...place, ...LESSON });
      },
    },
    {
      name: 'publishCourse',
      title: 'Publish a course of 49 lessons',
      run: async () => {
        const input = { id: draft.id, version: draft.version + 2 };
        const { publishCourse } = await mentor.ask<{ publishCourse: Course }>(PUBLISH_COURSE, { input });
        deepEqual(publishCourse, { id: draft.id, status: 'PUBLISHED', version: input.version + 1 });
      },
    },
  ];
}
