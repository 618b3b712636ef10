import type { Course, Lesson } from '../../generated/schema.ts';
import type { Client } from './client.ts';

const WHOLE = `id title slug subtitle category level status capacity version lessonTotal enrolledCount approved publishAt
  copying { copied total } draft { courseId state }
  modules { id title lessons { id title kind preview durationSeconds } }`;

/** A document that edits a course, and asks for all of it. */
function edit(name: string): string {
  const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${WHOLE} } }`;
}

export const UPDATE_COURSE = edit('updateCourse');
export const UPDATE_MODULE = edit('updateModule');
export const REMOVE_MODULE = edit('removeModule');
export const UPDATE_LESSON = edit('updateLesson');
export const REMOVE_LESSON = edit('removeLesson');
export const ADD_RESOURCE = edit('addResource');
export const UPDATE_RESOURCE = edit('updateResource');
export const REMOVE_RESOURCE = edit('removeResource');
export const REORDER_COURSE = edit('reorderCourse');
export const SUBMIT_COURSE = edit('submitCourse');
export const WITHDRAW_COURSE = edit('withdrawCourse');
export const APPROVE_COURSE = edit('approveCourse');
export const REJECT_COURSE = edit('rejectCourse');
export const ARCHIVE_COURSE = edit('archiveCourse');
export const UNARCHIVE_COURSE = edit('unarchiveCourse');
export const SCHEDULE = edit('scheduleCoursePublication');
export const CANCEL_SCHEDULE = edit('cancelCoursePublication');
export const OPEN_DRAFT = edit('openDraft');
export const PUBLISH_DRAFT = edit('publishDraft');
export const DISCARD_DRAFT = edit('discardDraft');
export const MY_COURSES = `query ($status: CourseStatus) {
  myCourses(status: $status, limit: 100) { items { id title status version lessonTotal submittedAt } nextToken }
}`;
export const NOTE_COURSE_UPDATED = `mutation ($input: NoteCourseUpdatedInput!) {
  noteCourseUpdated(input: $input) { id title version }
}`;
export const IN_REVIEW = '{ coursesInReview { items { id title status mentor { id } submittedAt } nextToken } }';
export const HISTORY = `query ($courseId: ID!) {
  courseHistory(courseId: $courseId) { items { action actorId reason version at } nextToken }
}`;
const WHOLE_COURSE = `query ($id: ID!) { course(id: $id) { ${WHOLE} } }`;
export const LESSON = `query ($courseId: ID!, $id: ID!) {
  lesson(courseId: $courseId, id: $id) { id moduleId title kind body preview durationSeconds }
}`;

const WHOLE_LESSON = `query ($courseId: ID!, $id: ID!) {
  lesson(courseId: $courseId, id: $id) {
    id kind body html url media { contentType bytes name } resources { id title contentType bytes name url }
  }
}`;

/** A lesson as the caller sees it, with all that it shows. */
export async function readLesson(reader: Client, { courseId, id }: Pick<Lesson, 'courseId' | 'id'>): Promise<Lesson> {
  return (await reader.run<{ lesson: Lesson }>(WHOLE_LESSON, { courseId, id })).lesson;
}

/** The course as the caller sees it. */
export async function readCourse(reader: Client, id: string): Promise<Course> {
  return (await reader.run<{ course: Course }>(WHOLE_COURSE, { id })).course;
}

/** Makes one edit; throws where it is refused. */
export async function makeEdit(author: Client, document: string, input: object): Promise<Course> {
  const [course] = Object.values(await author.run<Record<string, Course>>(document, { input }));
  if (!course) throw new Error('No course was answered.');
  return course;
}

/** What an outline looks like: titles of modules, each with those of its lessons. */
export function outlineOf(course: Course): [string, string[]][] {
  return (course.modules ?? []).map(({ title, lessons }) => [title, lessons.map((lesson) => lesson.title)]);
}

/** The order that a course has, as `reorderCourse` takes it. */
export function orderOf(course: Course): { moduleId: string; lessonIds: string[] }[] {
  return (course.modules ?? []).map(({ id, lessons }) => ({ moduleId: id, lessonIds: lessons.map((each) => each.id) }));
}
