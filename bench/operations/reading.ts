import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Course, CourseConnection, EnrollmentConnection, Lesson, User } from '../../generated/schema.ts';
import { COURSE_BY_ID, COURSE_BY_SLUG, COURSES, LESSON, ME, MY_ENROLLMENTS } from '../documents.ts';
import { LESSONS_DONE, NEWCOMER, type Card, type School, type WrittenCourse } from '../school.ts';
import type { Operation } from './operation.ts';

/** What anybody and learners look at. */
export function reading(school: School): readonly Operation[] {
  const { anybody, learner, newcomer, courses, mentor } = school;
  const [course] = courses;
  return [
    {
      name: 'a',
      title: 'Course page by slug: course, 8 modules, 48 lessons, mentor, rating',
      budget: 1,
      grows: true,
      run: async () => {
        const { course: page } = await anybody<{ course: Course }>(COURSE_BY_SLUG, { slug: course.facts.slug });
        deepEqual(page, coursePage(course, mentor));
      },
    },
    {
      name: 'a, by id',
      title: 'The same by id',
      budget: 1,
      grows: true,
      run: async () => {
        const { course: page } = await anybody<{ course: Course }>(COURSE_BY_ID, { id: course.id });
        deepEqual(page, coursePage(course, mentor));
      },
    },
    {
      name: 'b',
      title: 'Dashboard: my 10 enrollments with title and progress',
      budget: 1,
      reasons: {
        rcu: 'An enrollment keeps the time of each completed lesson, 1.5 kB with 24 lessons done; their rows hold a number.',
      },
      grows: true,
      run: async () => {
        const { myEnrollments } = await learner.ask<{ myEnrollments: EnrollmentConnection }>(MY_ENROLLMENTS);
        deepEqual(myEnrollments.items, [...courses].reverse().map(halfDone));
      },
    },
    ...catalogue(school),
    {
      name: 'lesson',
      title: 'A lesson with 1.9 kB of text, by an enrolled learner',
      grows: true,
      run: async () => {
        const { lesson } = await learner.ask<{ lesson: Lesson }>(LESSON, {
          courseId: course.id,
          id: course.lessonIds[1],
        });
        deepEqual(lesson, {
          ...course.facts.modules[0]?.lessons[1],
          id: course.lessonIds[1],
          courseId: course.id,
          moduleId: course.modules[0]?.id,
          positionSeconds: null,
        });
      },
    },
    {
      name: 'me',
      title: 'My account',
      run: async () => {
        const { me } = await learner.ask<{ me: User }>(ME);
        deepEqual(me, {
          id: learner.id,
          displayName: 'Lena Learner',
          email: learner.email,
          groups: ['Student'],
          version: 1,
        });
      },
    },
    {
      name: 'me, at first',
      title: 'My account, which is made by asking for it: where an operator made the person',
      run: async () => {
        const { me } = await newcomer<{ me: User }>(ME);
        const { id, ...rest } = me;
        match(id, /^usr_/);
        deepEqual(rest, { displayName: NEWCOMER.name, email: NEWCOMER.email, groups: ['Student'], version: 1 });
      },
    },
  ];
}

function catalogue({ anybody, courses, newest, mentor }: School): readonly Operation[] {
  const { category } = courses[0].facts;
  return [
    {
      name: 'catalogue',
      title: 'Catalogue: the 20 courses that were published last',
      grows: true,
      run: async () => {
        const { courses: page } = await anybody<{ courses: CourseConnection }>(COURSES);
        showsCards(page, newest.slice(0, 20));
      },
    },
    {
      name: 'catalogue of a category',
      title: 'Catalogue: the 20 courses of a category that were published last',
      grows: true,
      run: async () => {
        const { courses: page } = await anybody<{ courses: CourseConnection }>(COURSES, { category });
        showsCards(page, newest.filter((card) => card.category === category).slice(0, 20));
      },
    },
    {
      name: 'catalogue of a mentor',
      title: 'Catalogue: the 20 courses of a mentor that were published last',
      grows: true,
      run: async () => {
        const { courses: page } = await anybody<{ courses: CourseConnection }>(COURSES, { mentorId: mentor.id });
        showsCards(page, newest.slice(0, 20));
      },
    },
  ];
}

function coursePage(course: WrittenCourse, mentor: School['mentor']) {
  const { modules, ...facts } = course.facts;
  return {
    ...facts,
    id: course.id,
    status: 'PUBLISHED',
    price: null,
    lessonTotal: 48,
    version: course.version,
    mentor: { id: mentor.id, displayName: mentor.name },
    modules: modules.map(({ title, lessons }, place) => ({
      id: course.modules[place]?.id,
      title,
      lessons: lessons.map(({ body: _, ...lesson }, index) => ({
        id: course.modules[place]?.lessonIds[index],
        ...lesson,
      })),
    })),
  };
}

function halfDone({ id, facts, lessonIds }: WrittenCourse) {
  return {
    course: { id, title: facts.title, slug: facts.slug },
    status: 'ACTIVE',
    progress: { percent: 50, completed: LESSONS_DONE, total: 48, nextLessonId: lessonIds[LESSONS_DONE] },
  };
}

function showsCards(page: CourseConnection, expected: readonly Card[]): void {
  equal(page.items.length, 20);
  deepEqual(
    page.items.map(({ title, slug, category }) => ({ title, slug, category })),
    expected.map(({ title, slug, category }) => ({ title, slug, category })),
  );
  const times = page.items.map(({ publishedAt }) => publishedAt ?? '');
  deepEqual(times, [...times].sort().reverse());
  ok(page.nextToken);
}
