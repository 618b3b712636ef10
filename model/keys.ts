/** Every key of the one table. A key string stands nowhere else. `docs/data.md` draws the chart. */

/** Primary key of an item. A type, not an interface: DynamoDB's requests want plain records. */
export type Key = { readonly pk: string; readonly sk: string };

/**
 * Prefixes of partition keys. Who may write what is cut along them: IAM's `dynamodb:LeadingKeys` names them too, so
 * that a role that enrolls learners can't touch an account.
 */
export const USER = 'USER#';
export const LEARNER = 'LEARNER#';
export const COURSE = 'COURSE#';
export const SEATS = 'SEATS#';
export const REVIEWS = 'REVIEWS#';
export const SLUG = 'SLUG#';
export const TOKEN = 'TOKEN#';

/** Sort keys of a learner's enrollments begin with it. */
export const ENROLLMENT = 'ENROLLMENT#';

/** The account: the authority on what a person may do. */
export function accountKey(sub: string): Key {
  return { pk: `${USER}${sub}`, sk: 'ACCOUNT' };
}

/** What a create answered for a client token, by caller and mutation. */
export function clientTokenKey(sub: string, mutation: string, token: string): Key {
  return { pk: `${TOKEN}${sub}`, sk: `${mutation}#${token}` };
}

/** The course with its outline. */
export function courseKey(courseUlid: string): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: 'COURSE' };
}

/** Holds a slug for its course: slugs are unique because this put is conditional. */
export function slugKey(slug: string): Key {
  return { pk: `${SLUG}${slug}`, sk: 'SLUG' };
}

export function lessonKey(courseUlid: string, lessonUlid: string): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: `LESSON#${lessonUlid}` };
}

/** Counts the seats taken in one block of a course with a capacity. */
export function seatBlockKey(courseUlid: string, block: number): Key {
  return { pk: `${SEATS}${courseUlid}`, sk: `BLOCK#${block}` };
}

/** What a learner says of a course. */
export function reviewKey(courseUlid: string, sub: string): Key {
  return { pk: `${REVIEWS}${courseUlid}`, sk: `REVIEW#${sub}` };
}

/** Whether somebody finds a review helpful. */
export function voteKey(courseUlid: string, reviewerSub: string, voterSub: string): Key {
  return { pk: `${REVIEWS}${courseUlid}`, sk: `VOTE#${reviewerSub}#${voterSub}` };
}

export function enrollmentKey(sub: string, courseUlid: string): Key {
  return { pk: `${LEARNER}${sub}`, sk: `${ENROLLMENT}${courseUlid}` };
}

/** Where a learner left a lesson. */
export function positionKey(sub: string, courseUlid: string, lessonUlid: string): Key {
  return { pk: `${LEARNER}${sub}`, sk: `POSITION#${courseUlid}#${lessonUlid}` };
}

/** Partition and sort key of the table and its sparse indexes. An index is named for the question that it answers. */
export const TABLE_KEY = { partitionKey: 'pk', sortKey: 'sk' } as const;

export const INDEXES = {
  /** Which course has this slug? */
  courseBySlug: { partitionKey: 'slug' },
  /** Which courses were published last? */
  publishedCourses: { partitionKey: 'catalogue', sortKey: 'publishedOrder' },
  /** Which courses of this category were published last? */
  publishedCoursesOfCategory: { partitionKey: 'catalogueCategory', sortKey: 'publishedOrder' },
  /** Which reviews of this course were written last? */
  reviewsOfCourse: { partitionKey: 'reviewsOf', sortKey: 'reviewedOrder' },
  /** Which reviews of this course do most people find helpful? */
  helpfulReviewsOfCourse: { partitionKey: 'reviewsOf', sortKey: 'helpfulOrder' },
} as const;

/** The one partition of `publishedCourses`. */
export const CATALOGUE = 'PUBLISHED';

/** Attribute by which DynamoDB removes expired items, in seconds since the epoch. */
export const TIME_TO_LIVE = 'expiresAt';
