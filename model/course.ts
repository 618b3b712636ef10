import type {
  AuthoredCourse,
  CourseStatus,
  CreateCourseInput,
  DraftState,
  LessonKind,
  LessonSummary,
  Level,
  Module,
} from '../generated/schema.ts';
import { inactiveAccount, isIn, type AccountItem } from './account.ts';
import type { Cause } from './cause.ts';
import { toCompletion, type Completion } from './completion.ts';
import { courseId, lessonId, moduleId } from './ids.ts';
import { courseKey, type Key } from './keys.ts';
import { seatBlocksOf } from './seats.ts';

/** A lesson in the outline. Its id is made from the course's ULID and its own. */
export type OutlineLesson = {
  readonly ulid: string;
  readonly title: string;
  readonly kind: LessonKind;
  readonly preview: boolean;
  readonly durationSeconds?: number;
  /** Absent: MANUAL. */
  readonly completion?: Completion;
};

export type OutlineModule = {
  readonly ulid: string;
  readonly title: string;
  readonly lessons: OutlineLesson[];
};

/** Who teaches a course. */
export type CourseMentor = {
  readonly id: string;
  readonly displayName: string;
  /** Of the account that the name is from: a newer one takes its place. Absent: of before. */
  readonly nameVersion?: number;
};

/** A course with its outline: all that a course page shows, in one item. */
export type CourseItem = Key & {
  readonly entity: 'Course';
  readonly v: 1;
  readonly ulid: string;
  readonly title: string;
  readonly slug: string;
  readonly subtitle?: string;
  readonly category: string;
  readonly level: Level;
  readonly status: CourseStatus;
  readonly capacity?: number;
  /** Number of seat blocks; set with the capacity. */
  readonly seatBlocks?: number;
  readonly price?: { readonly amount: number; readonly currency: string };
  readonly mentor: CourseMentor;
  /** The mentor's id: key of the index `coursesOfMentor`, which has no drafts of published courses. */
  readonly taughtBy?: string;
  readonly lessonTotal: number;
  readonly modules: OutlineModule[];
  /** While its lessons are copied into it: from which course, and how many of them are there. */
  readonly copying?: { readonly from: string; readonly copied: number };
  /** Of a draft beside a published course: which one, in which version when the draft was opened, and how far it is. */
  readonly draft?: { readonly of: string; readonly base: number; readonly state: DraftState };
  /** ULID of the draft that has gone live, until its lessons have taken their places: who reads sees their `next`. */
  readonly edition?: string;
  /** Copies of it that callers read; set with the first of them, when it is published. */
  readonly copies?: number;
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly publishedAt?: string;
  /** Keys of the index `coursesInReview`, while it waits for approval. */
  readonly reviewQueue?: string;
  readonly submittedAt?: string;
  /** Version that an Admin has approved. */
  readonly approvedVersion?: number;
  /** ISO 8601: when the sweep publishes it, and the keys by which that finds it. */
  readonly publishAt?: string;
  readonly dueShard?: string;
  readonly dueAt?: string;
  readonly cause: Cause;
};

/** What lists for those who write and approve courses show of one. Their indexes carry it besides their keys. */
export const AUTHORED_ATTRIBUTES = [
  'ulid',
  'title',
  'slug',
  'status',
  'mentor',
  'lessonTotal',
  'createdAt',
  'submittedAt',
  'publishedAt',
  'version',
] as const;

/** A course as those indexes tell of it. */
export type AuthoredCourseInList = Pick<CourseItem, (typeof AUTHORED_ATTRIBUTES)[number]>;

export function toAuthoredCourse(course: AuthoredCourseInList): AuthoredCourse {
  const { ulid, title, slug, status, mentor, lessonTotal, createdAt, submittedAt, publishedAt, version } = course;
  return {
    id: courseId(ulid),
    title,
    slug,
    status,
    mentor,
    lessonTotal,
    createdAt,
    submittedAt: submittedAt ?? null,
    publishedAt: publishedAt ?? null,
    version,
  };
}

/** An outline stays below this, so that a course is one small item. */
export const MAX_OUTLINE_BYTES = 48_000;

export function newCourse(course: {
  readonly ulid: string;
  readonly slug: string;
  readonly input: CreateCourseInput;
  readonly mentor: CourseMentor;
  readonly now: string;
  readonly cause: Cause;
}): CourseItem {
  const { input, ulid } = course;
  return {
    ...courseKey(ulid),
    entity: 'Course',
    v: 1,
    ulid,
    title: input.title.trim(),
    slug: course.slug,
    ...(input.subtitle ? { subtitle: input.subtitle.trim() } : {}),
    category: input.category.trim(),
    level: input.level,
    status: 'DRAFT',
    ...(input.capacity ? { capacity: input.capacity, seatBlocks: seatBlocksOf(input.capacity) } : {}),
    ...(input.price ? { price: { amount: input.price.amount, currency: input.price.currency ?? 'USD' } } : {}),
    mentor: course.mentor,
    taughtBy: course.mentor.id,
    lessonTotal: 0,
    modules: [],
    version: 1,
    createdAt: course.now,
    cause: course.cause,
  };
}

/** Whether the person wrote the course, or runs the platform. */
function teaches(course: Pick<CourseItem, 'mentor'>, account: AccountItem): boolean {
  return isIn(account, ['Admin']) || (course.mentor.id === account.id && isIn(account, ['Mentor']));
}

/** Whether the account may see the course whole and change it now. @param now ISO 8601 in UTC */
export function mayEdit(
  course: Pick<CourseItem, 'mentor' | 'draft'>,
  account: AccountItem | null,
  now: string,
): boolean {
  if (course.draft?.state === 'DISCARDED') return false;
  return account !== null && inactiveAccount(account, now) === null && teaches(course, account);
}

/** Position of the module and lessons before it, or -1. */
export function moduleIndex(course: CourseItem, moduleUlid: string | null): number {
  return course.modules.findIndex((module) => module.ulid === moduleUlid);
}

/** ULIDs of all lessons, in the outline's order. */
export function outlineLessons(course: Pick<CourseItem, 'modules'>): string[] {
  return course.modules.flatMap((module) => module.lessons.map((lesson) => lesson.ulid));
}

/** The outline's line of a lesson, or undefined. */
export function lessonIn(course: CourseItem, lessonUlid: string): OutlineLesson | undefined {
  return course.modules.flatMap((module) => module.lessons).find((lesson) => lesson.ulid === lessonUlid);
}

function toLessonSummary(courseUlid: string, lesson: OutlineLesson): LessonSummary {
  const { ulid, title, kind, preview, durationSeconds, completion } = lesson;
  return {
    id: lessonId(courseUlid, ulid),
    title,
    kind,
    preview,
    durationSeconds: durationSeconds ?? null,
    completion: toCompletion(completion),
  };
}

export function toModule(courseUlid: string, module: OutlineModule): Module {
  return {
    id: moduleId(courseUlid, module.ulid),
    title: module.title,
    lessons: module.lessons.map((lesson) => toLessonSummary(courseUlid, lesson)),
  };
}
