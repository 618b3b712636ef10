import type { Course, CourseSummary, Rating } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import { toCopying } from './course-copying.ts';
import { toDraft } from './course-draft.ts';
import { toModule, type CourseItem } from './course.ts';
import { courseId } from './ids.ts';
import { CATALOGUE } from './indexes.ts';
import { cardKey, type Key } from './keys.ts';

/** What is counted of a course, by functions that fold the table's stream. A name that is absent counts 0. */
export type CourseCounts = {
  /** Enrollments that are not canceled. */
  readonly enrolled?: number;
  /** Those of them that are completed. */
  readonly completed?: number;
  /** Lessons opened: each learner opens a lesson once. */
  readonly views?: number;
  /** Reviews by their stars. */
  readonly r1?: number;
  readonly r2?: number;
  readonly r3?: number;
  readonly r4?: number;
  readonly r5?: number;
};

export const COUNT_NAMES = [
  'enrolled',
  'completed',
  'views',
  'r1',
  'r2',
  'r3',
  'r4',
  'r5',
] as const satisfies readonly (keyof CourseCounts)[];

/** What lists show of a published course. An item of its own, so that the outline is never written to count. */
export type CardItem = Key &
  CourseCounts & {
    readonly entity: 'CourseCard';
    readonly v: 1;
    readonly ulid: string;
    /** Also the key by which a course page finds course and card in one query. */
    readonly slug: string;
    readonly course: CardCopies;
    readonly catalogue: typeof CATALOGUE;
    readonly catalogueCategory: string;
    /** The mentor's id. */
    readonly catalogueMentor: string;
    readonly publishedOrder: string;
    /** Order by learners: `POPULARITY_STEP` for each, and the time of publication among those who have as many. */
    readonly popularity: number;
    readonly cause: Cause;
  };

/** What a card copies of its course. */
type CardCopies = Pick<
  CourseItem,
  | 'title'
  | 'subtitle'
  | 'category'
  | 'level'
  | 'status'
  | 'capacity'
  | 'price'
  | 'mentor'
  | 'publishedAt'
  | 'lessonTotal'
  | 'version'
>;

/** More than the milliseconds of any time of publication, so that one learner more weighs more than the age. */
export const POPULARITY_STEP = 10_000_000_000_000;

/** Attributes that the indexes of cards carry besides their keys: what a list of courses shows. */
export const CARD_ATTRIBUTES = ['ulid', 'slug', 'course', 'enrolled', 'r1', 'r2', 'r3', 'r4', 'r5'] as const;

/** What an index of cards knows of one. */
export type CardInList = Pick<CardItem, (typeof CARD_ATTRIBUTES)[number]>;

/**
 * The card of a published course that nobody has enrolled in yet.
 * @param publishedMs its `publishedAt` in milliseconds since the epoch
 */
export function newCard(
  course: CourseItem & { readonly publishedAt: string },
  publishedMs: number,
  cause: Cause,
): CardItem {
  return {
    ...cardKey(course.ulid),
    entity: 'CourseCard',
    v: 1,
    ulid: course.ulid,
    ...cardFacts(course),
    catalogue: CATALOGUE,
    publishedOrder: `${course.publishedAt}#${course.ulid}`,
    popularity: publishedMs,
    cause,
  };
}

/** What follows the course whenever it is edited. */
export function cardFacts(course: CourseItem): Pick<CardItem, (typeof CARD_FACTS)[number]> {
  return {
    slug: course.slug,
    course: cardCopies(course),
    catalogueCategory: catalogueCategory(course.category),
    catalogueMentor: course.mentor.id,
  };
}

/** Attributes of a card that are its course's: what the catalogue shows, and by what it finds it. */
export const CARD_FACTS = ['slug', 'course', 'catalogueCategory', 'catalogueMentor'] as const;

/** A category as the index has it: upper and lower case make no difference. */
export function catalogueCategory(category: string): string {
  return category.trim().toLowerCase();
}

function cardCopies(course: CourseItem): CardCopies {
  const { title, subtitle, category, level, status, capacity, price, mentor, publishedAt, lessonTotal, version } =
    course;
  return {
    title,
    ...(subtitle ? { subtitle } : {}),
    category,
    level,
    status,
    ...(capacity ? { capacity } : {}),
    ...(price ? { price } : {}),
    mentor,
    ...(publishedAt ? { publishedAt } : {}),
    lessonTotal,
    version,
  };
}

/** The mean has two decimals; there is none without a review. */
export function toRating(counts: CourseCounts): Rating {
  const histogram = [counts.r1 ?? 0, counts.r2 ?? 0, counts.r3 ?? 0, counts.r4 ?? 0, counts.r5 ?? 0];
  const count = histogram.reduce((sum, each) => sum + each, 0);
  const stars = histogram.reduce((sum, each, index) => sum + each * (index + 1), 0);
  return { average: count === 0 ? null : Math.round((100 * stars) / count) / 100, count, histogram };
}

/** What course and card show alike. */
function shown(ulid: string, slug: string, copies: CardCopies, counts: CourseCounts) {
  const { title, category, level, status, mentor, lessonTotal, version } = copies;
  return {
    id: courseId(ulid),
    title,
    slug,
    subtitle: copies.subtitle ?? null,
    category,
    level,
    status,
    capacity: copies.capacity ?? null,
    price: copies.price ?? null,
    mentor,
    publishedAt: copies.publishedAt ?? null,
    lessonTotal,
    version,
    rating: toRating(counts),
    enrolledCount: counts.enrolled ?? 0,
  };
}

export function toCourseSummary(card: CardInList): CourseSummary {
  return shown(card.ulid, card.slug, card.course, card);
}

/** @param card null for a draft: nothing is counted of it */
export function toCourse(course: CourseItem, card: CourseCounts | null): Course {
  const { ulid, slug, modules } = course;
  const counts: CourseCounts = card ?? {};
  return {
    ...shown(ulid, slug, course, counts),
    approved: course.publishedAt ? null : course.approvedVersion === course.version,
    publishAt: course.publishAt ?? null,
    copying: toCopying(course),
    draft: toDraft(course),
    completedCount: counts.completed ?? 0,
    viewCount: counts.views ?? 0,
    modules: modules.map((module) => toModule(ulid, module)),
  };
}
