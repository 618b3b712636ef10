import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { AWARDS } from '../model/award.ts';
import { outlineLessons, type CourseItem } from '../model/course.ts';
import { courseUlidOf } from '../model/ids.ts';
import { courseKey, type Key } from '../model/keys.ts';
import type { Backend } from './backend.ts';
import { accountItem, enrollmentItem } from './bulk-items.ts';
import type { Caller } from './client.ts';
import { fullCourse, shortCourse, type CourseFacts } from './course-facts.ts';
import {
  COMPLETE_LESSON,
  CREATE_COURSE,
  CREATE_LESSON,
  CREATE_MODULE,
  ENROLL,
  ME,
  PUBLISH_COURSE,
} from './documents.ts';
import { load } from './loader.ts';
import { reviewerItems } from './reviewers.ts';

/** A course that was written through the API: the facts, and the ids that they got. */
export interface WrittenCourse {
  readonly id: string;
  readonly facts: CourseFacts;
  readonly modules: readonly { readonly id: string; readonly lessonIds: readonly string[] }[];
  readonly lessonIds: readonly string[];
  readonly version: number;
}

/** A learner with ten enrollments, half of each course's lessons done. */
export interface Learner {
  readonly id: string;
  readonly email: string;
  readonly ask: Caller;
}

/** The people and courses that the operations are measured with. */
export interface School {
  readonly anybody: Caller;
  readonly mentor: { readonly id: string; readonly name: string; readonly ask: Caller };
  readonly admin: Caller;
  readonly learner: Learner;
  /** Somebody who has signed in for the first time, and has no account yet. */
  readonly newcomer: Caller;
  /** Ten, of 8 modules with 6 lessons each; the learner is in all of them. */
  readonly courses: readonly [WrittenCourse, ...WrittenCourse[]];
  /** Published, without a capacity; the learner is not in it. */
  readonly open: WrittenCourse;
  /** The same with ten seats. */
  readonly seated: WrittenCourse;
  /** The same as `courses`, not published yet. */
  readonly draft: WrittenCourse;
  /** The text message that came last to a phone. */
  readonly textTo: (phoneNumber: string) => Promise<string>;
  /** What the catalogue shows first: the last published course comes first. At least 20. */
  readonly newest: readonly Card[];
}

/** What the catalogue shows of a course, as far as an author decides it. */
export type Card = Pick<CourseFacts, 'title' | 'slug' | 'category'>;

/** How many of a full course's lessons a learner has done. */
export const LESSONS_DONE = 24;
const COURSES = 10;
/** What a learner has for that, in all courses. */
export const POINTS = COURSES * LESSONS_DONE * AWARDS.LESSON_COMPLETED;
/** More than a leaderboard lists, so that its learners are counted, as in any school of some size. */
const CLASSMATES = 150;
const SHORT_COURSES = 20;
const MENTOR = { email: 'mentor@bench.test', name: 'Mara Mentor' };
export const NEWCOMER = { email: 'newcomer@bench.test', name: 'Nora Newcomer' };

/** Fills an empty backend through its API, by people who are signed in; the first course's reviews are loaded. */
export async function openSchool(backend: Backend): Promise<School> {
  const ask = await backend.signIn({ ...MENTOR, groups: ['Student', 'Mentor'] });
  const mentor = { id: await idOf(ask), name: MENTOR.name, ask };
  const published: WrittenCourse[] = [];
  const publish = async (facts: CourseFacts): Promise<WrittenCourse> => {
    const course = await publishCourse(ask, await writeCourse(ask, facts));
    published.push(course);
    return course;
  };

  const first = await publish(fullCourse(0));
  for (let number = 1; number < COURSES; number += 1) await publish(fullCourse(number));
  const courses = [first, ...published.slice(1)] as const;
  await load(backend.operator, reviewerItems(first.id));
  for (let number = 0; number < SHORT_COURSES; number += 1) {
    await publish(shortCourse(number, number % 2 === 0 ? 'Practice' : 'Evenings'));
  }
  const seated = await publish({ ...fullCourse(COURSES), capacity: 10 });
  await load(backend.operator, classmates(await courseItem(backend, first)));
  const open = await publish(fullCourse(COURSES + 1));
  const draft = await writeCourse(ask, fullCourse(COURSES + 2));
  return {
    anybody: backend.anybody,
    admin: await backend.signIn({ email: 'admin@bench.test', name: 'Anna Admin', groups: ['Admin'] }),
    mentor,
    courses,
    open,
    seated,
    draft,
    textTo: (phoneNumber) => backend.textTo(phoneNumber),
    newcomer: await backend.signIn({ ...NEWCOMER, groups: [] }),
    newest: published.map(({ facts }) => facts).reverse(),
    learner: await enrollLearner(backend, courses, 'learner@bench.test'),
  };
}

/** Learners who have completed a course. Their points follow from events. */
export function* classmates(course: CourseItem): Generator<Key, void> {
  const now = new Date().toISOString();
  for (let number = 0; number < CLASSMATES; number += 1) {
    const sub = randomUUID();
    // Names of one length: which of those with equally many points a board lists first is not said.
    const displayName = `Classmate ${String(number).padStart(3, '0')}`;
    yield accountItem({ sub, email: `classmate-${number}@bench.test`, displayName, now });
    yield enrollmentItem({ sub, course, completed: outlineLessons(course), now });
  }
}

/** A course as the table holds it. */
export async function courseItem({ operator }: Backend, { id }: WrittenCourse): Promise<CourseItem> {
  const Key = courseKey(courseUlidOf(id) ?? '');
  const { Item } = await operator.table.send(new GetCommand({ TableName: operator.tableName, Key }));
  return Item as CourseItem;
}

/** Makes somebody who is in all the courses, with half of each done: what `Learner` says. */
export async function enrollLearner(
  backend: Backend,
  courses: readonly WrittenCourse[],
  email: string,
): Promise<Learner> {
  const ask = await backend.signIn({ email, name: 'Lena Learner', groups: ['Student'] });
  for (const { id: courseId, lessonIds } of courses) {
    await ask(ENROLL, { input: { courseId } });
    for (const lessonId of lessonIds.slice(0, LESSONS_DONE)) {
      await ask(COMPLETE_LESSON, { input: { courseId, lessonId } });
    }
  }
  return { id: await idOf(ask), email, ask };
}

/** Writes a draft through the API, as its author. */
export async function writeCourse(author: Caller, facts: CourseFacts): Promise<WrittenCourse> {
  const { modules, ...course } = facts;
  const create = async (document: string, mutation: string, input: object): Promise<string> => {
    const answer = await author<Record<string, { id: string }>>(document, {
      input: { ...input, clientToken: randomUUID() },
    });
    return answer[mutation]?.id ?? '';
  };
  const courseId = await create(CREATE_COURSE, 'createCourse', course);
  const written: { id: string; lessonIds: string[] }[] = [];
  for (const { title, lessons } of modules) {
    const moduleId = await create(CREATE_MODULE, 'createModule', { courseId, title });
    const lessonIds: string[] = [];
    for (const lesson of lessons) {
      lessonIds.push(await create(CREATE_LESSON, 'createLesson', { ...lesson, courseId, moduleId }));
    }
    written.push({ id: moduleId, lessonIds });
  }
  const lessonIds = written.flatMap((module) => module.lessonIds);
  return { id: courseId, facts, modules: written, lessonIds, version: 1 + modules.length + lessonIds.length };
}

/** Publishes a draft, as its author. */
export async function publishCourse(author: Caller, course: WrittenCourse): Promise<WrittenCourse> {
  const { id, version } = course;
  await author(PUBLISH_COURSE, { input: { id, version } });
  return { ...course, version: version + 1 };
}

async function idOf(person: Caller): Promise<string> {
  const { me } = await person<{ me: { id: string } }>(ME);
  return me.id;
}
